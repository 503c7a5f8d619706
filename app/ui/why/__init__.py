"""The panel that says why a segment was suggested."""
