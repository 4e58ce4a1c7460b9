"""Teams out of applicants: suggested with reasons, taken or changed by a lecturer, told to everybody."""
