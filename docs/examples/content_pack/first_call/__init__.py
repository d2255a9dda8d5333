"""A content pack: the folder beside this file holds modules/ and quizzes/."""

from pathlib import Path

FOLDER = Path(__file__).parent / "pack"
