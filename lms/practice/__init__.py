"""What people do at work: exercises with a day, what was brought back, promises. Nobody else reads it."""
