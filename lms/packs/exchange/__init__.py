"""Quizzes from and for other programs: GIFT, QTI 2 and 3, Moodle XML and CSV in; QTI 3 and GIFT out.

Pure: no Flask, no database. A reader of a format makes `lms.questions.exchanged.Question`s, the `exchange.py` beside
each kind makes items of them, and `writing` a quiz file that a person can read. What cannot be mapped is listed. What
maps to what stands in `docs/quiz-exchange.md`.
"""
