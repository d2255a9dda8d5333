"""Number: one question whose answer is a number within a tolerance, with feedback for the typical mistakes."""
