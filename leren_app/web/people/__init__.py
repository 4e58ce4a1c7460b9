"""Colleagues, for administrators: who has an account and which roles, inviting, giving and ending roles, closing."""
