"""What the matcher finds in: one file of public texts per kind, kept up to date by jobs, read by pages and jobs."""
