"""Files of other tools: the formats, and the reading and writing around them."""
