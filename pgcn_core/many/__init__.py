"""Many videos into one folder: outputs named by content, so that nothing finished is repeated."""
