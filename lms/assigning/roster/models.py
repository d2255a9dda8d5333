"""The tables of HR's lists: the views somebody saved."""
