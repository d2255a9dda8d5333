"""A line manager's own reports: what they have been given, and giving them something."""
