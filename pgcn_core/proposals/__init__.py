"""Room 3: features become class-agnostic segments, and features of those segments."""
