"""The pages on which HR assigns, sees what is missing, and answers those who ask for more time."""
