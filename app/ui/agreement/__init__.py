"""Working together: another annotator's view, where it differs, and layers to compare with."""
