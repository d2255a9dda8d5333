"""Organisations, people, roles and signing in."""
