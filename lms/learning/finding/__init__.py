"""Finding again what one has read or written."""
