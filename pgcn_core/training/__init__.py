"""Room 11: features and labelled segments become a checkpoint."""
