"""Asking a question without an account."""
