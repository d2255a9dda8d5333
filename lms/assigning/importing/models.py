"""The tables of people from a file."""
