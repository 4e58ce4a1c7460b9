"""The lecturers' side: courses and editions, what fits them, and the placements that follow."""
