"""Room 1: a file becomes frames with their true times. NumPy only, torch is never loaded here."""
