"""Photographs that people hand in: taken, drawn anew in a bounded process, and shown again to whom they belong."""
