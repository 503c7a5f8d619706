"""Where things lie and what the person prefers. Knows nothing else of the program."""
