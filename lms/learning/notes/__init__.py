"""Notes and highlights: what a person marks and writes beside the text, sealed, and nobody else's."""
