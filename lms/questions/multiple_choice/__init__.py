"""Multiple choice: one question, three to ten options, several of them right, each with feedback that teaches."""
