"""Short text: a word or a few, compared with accepted answers as kindly as the author allows."""
