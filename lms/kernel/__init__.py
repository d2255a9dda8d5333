"""What every room stands on: database, base model, clock, ids, permissions, jobs. Knows no room."""
