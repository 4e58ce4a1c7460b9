"""Measurements: each module is a script of its own, run by `python3 leren bench`."""
