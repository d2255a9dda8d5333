"""Modules and quizzes in the database: versions, languages, media, and the sync from the shelves."""
