"""The list of videos in the project."""
