"""The fact book: what a manager knows of their business, entered once and used in every tool."""
