"""Assignments: who gets which curriculum, when it is due, tried out before it is done and undone when it was wrong."""
