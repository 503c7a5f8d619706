"""Interchange formats, one file each."""
