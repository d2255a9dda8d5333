"""What HR allows one person at quizzes: more time on the clock, and one more try where all are used."""
