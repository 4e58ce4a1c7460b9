"""Courses and their editions: made and kept by who teaches them, and by coordinators."""
