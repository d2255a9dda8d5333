"""HR's rooms: for now the people and their progress."""
