"""The desk of students and researchers: what fits, applications, profile; and the team a lecturer makes of them."""
