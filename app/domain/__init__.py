"""The words of annotation: segments, labels, timelines and the edits that change them."""
