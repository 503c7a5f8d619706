"""The verbs of ``pgcn-studio``: a file for each kind, put together in ``group``."""
