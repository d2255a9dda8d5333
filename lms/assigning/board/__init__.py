"""One page for the board: what can be said of the programme, how surely, and what cannot be said yet."""
