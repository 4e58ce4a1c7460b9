"""Challenges: the list and pages everyone reads, and the desk where coordinators make and keep them."""
