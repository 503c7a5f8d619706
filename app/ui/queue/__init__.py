"""The queue of the whole project."""
