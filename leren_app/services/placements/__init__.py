"""A challenge in an edition of a course: proposed, requested, accepted, agreed on by both, or not."""
