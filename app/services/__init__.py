"""Use cases, and the ports they need from storage, exchange and engine."""
