"""Moving from the edition of a module one began to the one that is current now, and back."""
