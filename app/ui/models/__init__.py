"""Learning from corrections in the window, and the models that come of it."""
