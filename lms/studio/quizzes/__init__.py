"""Quizzes, drills and self-assessments of a draft: what is in them, and a form with a preview for each part."""
