"""Following somebody else's question: also mine, the address proven, the follower's page, stopping."""
