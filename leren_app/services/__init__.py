"""Use cases: verbs of the domain. Each takes the session first, flushes and never commits."""
