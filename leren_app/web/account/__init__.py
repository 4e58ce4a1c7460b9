"""Signing in by a link in a mail, and what people can see and change of their own account."""
