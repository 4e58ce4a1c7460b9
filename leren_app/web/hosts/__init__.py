"""The host's desk: writing down questions of people without mail, and what they answer by phone or on paper."""
