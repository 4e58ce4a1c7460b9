"""The coordinators' side: the queue, the page on which a question is handled, its clinic, steps and history."""
