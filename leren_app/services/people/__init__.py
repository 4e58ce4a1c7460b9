"""Colleagues: who has an account at the desk, inviting them, giving and ending roles, closing an account."""
