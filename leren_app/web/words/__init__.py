"""The words that coordinators keep themselves: for the matcher, and for what a message seems to be."""
