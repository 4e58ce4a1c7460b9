"""Promised work that failed for good, for who looks after the platform."""
