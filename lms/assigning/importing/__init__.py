"""People from a file: columns mapped, everything looked at before anything changes, undone if need be."""
