"""Only in a demo: its mailbox, its clock, and being somebody with one click. Elsewhere these addresses do not exist."""
