"""What machines ask: is it alive, where to report a hole, what to index."""
