"""Ways in and out of the house: one folder a door; doors do not know of one another."""
