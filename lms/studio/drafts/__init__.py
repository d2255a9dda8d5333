"""Drafts: the files of a one-module pack while people write them, their history, locks, comments and review links."""
