"""The trainer's home: drafts, what needs a look, and the library to search and filter."""
