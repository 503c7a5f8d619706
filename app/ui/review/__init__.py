"""The panel about the selected suggestion or annotation."""
