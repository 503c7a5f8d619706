"""How good the runs of the project are, down to the clip."""
