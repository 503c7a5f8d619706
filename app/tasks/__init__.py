"""Long work off the window: one worker API with progress, cancel, result and failure."""
