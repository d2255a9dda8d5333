"""Scenarios: a tool's numbers kept under a name, compared, locked as a baseline, held against what came, and shared."""
