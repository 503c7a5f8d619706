"""Room 2: frames become a sequence of I3D features per stream."""
