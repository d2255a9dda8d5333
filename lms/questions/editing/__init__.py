"""What the editors of question kinds are made of: fields filled from a table of a quiz file that write it back."""
