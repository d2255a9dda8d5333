"""What HR allows one person at quizzes, on that person's page: more time, and one more try."""
