"""Spaced recall: a completed module's key questions come back, days and months later. Seen by the person alone."""
