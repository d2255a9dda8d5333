"""A quiz in somebody's draft, and what a trainer does with it, for the tests that visit every address."""

from __future__ import annotations

from uuid import UUID, uuid5

from lms.kernel.permissions import Actor, Role
from lms.people.models import Person
from lms.studio.drafts.files import put
from lms.studio.drafts.models import Draft
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.making import new_file, new_item
from tests.support.company import Company

QUIZ, SECTION, QUESTION = "asked-in-a-draft", "items", "five-points"
PATH = f"quizzes/{QUIZ}.toml"
PICTURE = "shop.svg"
DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><path d="M0 0h9v9z"/></svg>'
ROOMS = ("", f"/{QUIZ}", f"/{QUIZ}/add", f"/{QUIZ}/rules", f"/{QUIZ}/topics", f"/{QUIZ}/{SECTION}/{QUESTION}")
"""What there is of it to look at, below the draft's questions."""


def put_quiz(company: Company, person: Person, draft: UUID, words: str) -> None:
    """Let somebody begin a quiz in their draft, which says `words`."""
    known = company.actor(person)
    actor = Actor(known.person_id, known.account_id, known.organisation_id, known.roles | {Role.TRAINER})
    text = new_file("quiz", uuid5(draft, QUIZ), ["en"], {"en": words})
    item = new_item("single-choice", QUESTION, {"en": f"{words}?"})
    text = QuestionFile(PATH, text).with_entry(SECTION, item)
    with company.installation.database.writing() as session:
        found = session.get_one(Draft, draft)
        for path, content in ((PATH, text.encode()), (f"quizzes/media/{PICTURE}", DRAWN)):
            put(session, found, actor, path, content, "questions.made", company.installation.clock.now())


def sendings(say: str) -> list[tuple[str, dict[str, str]]]:
    """Return (room, form) of what a trainer sends about a quiz, but for `base`; `say` stands in every text."""
    return [
        ("", {"kind": "drill", "title": say}),
        (f"/{QUIZ}/add", {"kind": "number", "words": say}),
        (f"/{QUIZ}", {"do": f"double:{SECTION}:{QUESTION}"}),
        (f"/{QUIZ}/rules", {"do": "keep", "edit-title-en": say}),
        (f"/{QUIZ}/{SECTION}/{QUESTION}", {"do": "keep", "edit-id": QUESTION, "edit-stem-en": say}),
        (f"/{QUIZ}/{SECTION}/{QUESTION}/picture", {}),
    ]
