"""The list of who did what: what one person reads of it, what administrators search, and how long it is kept."""
