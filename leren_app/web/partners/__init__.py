"""The file of partners, the hours they promise, and what is asked of people in the city."""
