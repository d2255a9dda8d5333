"""Curricula that come with a library: modules in an order and in time, a facilitator's guide, letters for HR."""
