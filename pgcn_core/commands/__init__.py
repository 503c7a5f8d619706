"""The verbs of ``pgcn`` that need the whole engine; importing them loads no torch."""
