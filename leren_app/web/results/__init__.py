"""Results: what came out, for everyone."""
