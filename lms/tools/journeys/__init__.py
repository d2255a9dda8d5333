"""Journey maps: a table whose rows are a way, drawn as a curve over the lanes of those responsible."""
