"""Somebody wants to work on a challenge: apply, change, withdraw, and hear what was decided."""
