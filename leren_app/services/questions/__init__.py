"""What can be done with a question, from asked to public."""
