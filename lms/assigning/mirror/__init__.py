"""HR's view of me: everything HR can read of one person, shown to that person and to nobody else."""
