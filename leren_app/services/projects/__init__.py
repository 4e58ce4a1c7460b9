"""Teams at work: made, started, handed in, published, closed; what came out, and who hears of it."""
