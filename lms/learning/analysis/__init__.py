"""What a group's answers say about the questions: folded into tallies, released only where nobody can be found out."""
