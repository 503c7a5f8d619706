"""PGCN Studio: the desktop program around the engine. Rooms and layers: docs/architecture.md."""
