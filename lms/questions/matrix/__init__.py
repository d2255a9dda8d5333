"""Matrix: two to ten rows on the same two to seven columns, one choice a row, credit for each row."""
