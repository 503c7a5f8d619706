"""Tagging while a video plays."""
