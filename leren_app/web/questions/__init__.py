"""Public questions: the list and the page of each."""
