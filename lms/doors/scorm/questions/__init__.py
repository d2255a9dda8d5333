"""The questions of a package: quizzes, self-assessments and drills that a browser asks and scores by itself."""
