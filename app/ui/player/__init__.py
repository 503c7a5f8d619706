"""The picture: exact frames, transport, edge view."""
