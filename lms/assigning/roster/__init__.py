"""The people of an organisation as HR works with them: list, search, one person's page."""
