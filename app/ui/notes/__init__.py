"""What a person notes of a segment and of a whole video."""
