"""The engine's way of being stopped while modules are loaded, for the program's own start."""

from pgcn_core.starting import quiet_start

__all__ = ["quiet_start"]
