"""Order: three to eight parts to put in order, by position; nothing needs to be dragged."""
