"""What the mouse does on the timeline, for the sheet of keys."""

MOUSE_WORDS = (
    ("Scrub", "Drag ruler or empty place"),
    ("Choose, then what is beneath", "Click"),
    ("Add or take out", "Ctrl+click"),
    ("Choose up to here", "Shift+click"),
    ("Rubber band", "Shift+drag, Ctrl adds"),
    ("Move, or to another lane", "Drag segments"),
    ("Move one edge", "Drag an edge"),
    ("Draw a segment", "Ctrl+drag"),
    ("No snapping", "Alt while dragging"),
    ("Take a drag back", "Esc"),
    ("Zoom where the mouse is", "Wheel"),
    ("Pan, with a throw", "Middle drag or Shift+wheel"),
)
