"""What the window needs where several people work on one server."""
