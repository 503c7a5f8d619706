"""Lanes, ruler, overview and proposal graph of one video."""
