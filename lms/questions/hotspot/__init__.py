"""Hotspot: a place to be found in a picture, with the list of places as its twin, each with feedback that teaches."""
