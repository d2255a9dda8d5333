"""A form for each part of a quiz, a self-assessment or a drill."""
