"""Question kinds: reading an item, taking a response, scoring it and teaching with the feedback.

Pure: no Flask, no database. Each kind is one folder with `kind.py` (the rules) and `field.py` (its form field, the only
file of a kind that imports WTForms). See `lms.questions.kinds` for the door through which kinds register.
"""
