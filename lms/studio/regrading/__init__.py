"""The trainer's page on a mended key: what it would change, and having it changed."""
