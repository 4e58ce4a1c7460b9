"""The four life cycles as tables: question, challenge, placement and project."""
