"""What becomes of a page when people read it: who goes on, how long it takes, and whether they found it useful."""
