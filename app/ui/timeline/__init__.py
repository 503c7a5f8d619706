"""The lanes: segments, ruler, playhead, arcs of the proposal graph."""
