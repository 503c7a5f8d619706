"""Corrected videos become a better network, and the proof of it on videos held out."""
