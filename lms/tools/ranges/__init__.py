"""Ranges of a tool's numbers: low and high beside what is likely, and what the result becomes in thousands of runs."""
