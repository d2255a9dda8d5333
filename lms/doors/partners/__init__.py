"""What all doors to other programs share: the log of what went in and out, what is still to be delivered, and the
administrator's view of both. A door has its own folder beside this one and imports no other door."""
