"""Everything a person sees. Widgets are set by setters and speak by signals."""
