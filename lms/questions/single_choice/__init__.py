"""Single choice: one question, two to ten options, exactly one of them right, each with feedback that teaches."""
