"""Courses and editions read in from a file: what its columns mean, what it would change, and doing that."""
