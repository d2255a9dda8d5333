"""What becomes of results when the key of a question was wrong: counted by the mended one, kept as they were, told."""
