"""Finds what fits together: texts and skills in Dutch and English, with the reason why; it knows nothing of the app."""
