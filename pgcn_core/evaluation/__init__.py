"""How good detections are, measured against ground truth."""
