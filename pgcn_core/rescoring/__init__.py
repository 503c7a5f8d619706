"""Live re-scoring of edited proposals."""
