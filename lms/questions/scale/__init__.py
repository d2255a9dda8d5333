"""Scale: one choice among points 1 to n whose ends are named, with a range that is right or none that is."""
