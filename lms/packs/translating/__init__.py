"""Translating a pack: its texts one by one, what is stale, what to look at, and files for translators' own tools."""
