"""Telling us that something on a public page is wrong or private."""
