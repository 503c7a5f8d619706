"""The one door to pgcn_core."""
