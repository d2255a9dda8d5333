"""Curricula: modules in an order, required and optional, with what must come first and when it opens."""
