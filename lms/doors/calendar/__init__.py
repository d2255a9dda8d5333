"""The door to people's own calendars: one file for one date, and a private feed that their calendar reads."""
