"""The one way to save what a person types: contexts, revisions, conflicts, private encryption."""
