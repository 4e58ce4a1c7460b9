"""The ready texts of coordinators: what answers begin with."""
