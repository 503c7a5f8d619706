"""The paper's ablations on real features: data sets, proposals, runs, tables."""
