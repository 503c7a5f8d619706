"""Makes the P-GCN that is shipped: renders, learns, measures. See docs/default-model.md."""
