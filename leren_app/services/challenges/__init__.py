"""Challenges: slices of a question that education can take."""
