"""Organisations in the city that take part: what they can give, what they promised, what is asked of them."""
