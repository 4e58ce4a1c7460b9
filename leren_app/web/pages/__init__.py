"""Pages that explain: home, how it works, privacy, accessibility, the desk."""
