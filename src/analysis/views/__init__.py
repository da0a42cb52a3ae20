"""One module per question: what its notebook shows, from figures alone."""
