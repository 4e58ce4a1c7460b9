"""The page of somebody who asked: where the question is, and what is theirs to do."""
