"""What students and researchers tell of themselves, and which challenges fit them."""
