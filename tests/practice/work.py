"""A company whose shelf holds a small module with a reflection, two exercises to choose from and a promise."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from lms.catalog.library import sync
from lms.catalog.models import Module, ModuleVersion
from lms.kernel.database import Database
from lms.people import sessions
from lms.people.models import Organisation, Person
from lms.practice.models import PracticeExercise, Promise
from tests.support.company import Browser, Company
from tests.support.installation import Installation

SLUG = "at-work"
MODULE_ID = UUID("019ab5e2-7c40-7d31-9f0e-5b1c2a8e5e01")
TODAY = date(2026, 11, 21)
"""A Saturday: the day the tests' clock stands on."""
MODULE = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5e01"
version = "{version}"
languages = ["en", "da"]
minutes = 5
work_minutes = 60
cover = "cover.svg"
title = {{en = "At work", da = "På arbejdet"}}
summary = {{en = "Doing it.", da = "At gøre det."}}
objectives = [{{en = "Do it.", da = "Gøre det."}}]
sources = [{{title = "On doing", author = "A. Writer", year = 1990, kind = "book"}}]

[[pages]]
name = "01-try"
minutes = 5

[media."cover.svg"]
alt = {{en = "A hand.", da = "En hånd."}}
"""
PAGE = """\
+++
title = "{title}"
+++

{wording}

```reflect
id = "think"
question = "{think}"
hint = "{hint}"
```

```exercise
id = "call-five"
choice = "at-work"
title = "{call}"
minutes = 90
bring_back = "{reasons}"
text = '''
1. {first}
2. **{second}**
'''
```

```exercise
id = "fill-the-sheet"
choice = "at-work"
title = "{fill}"
minutes = 60
bring_back = "{sheet}"
text = "{second}"
```

```promise
id = "word"
question = "{promise}"
```
"""
ENGLISH = {
    "title": "Try it",
    "think": "Which customer did you lose last?",
    "hint": "One name is enough.",
    "call": "Call five customers who left",
    "reasons": "Five reasons in their words.",
    "first": "Find them.",
    "second": "Call them.",
    "fill": "Fill in the sheet",
    "sheet": "The sheet.",
    "promise": "What will you do, for whom, by when?",
}
DANISH = {
    "title": "Prøv det",
    "think": "Hvilken kunde mistede du sidst?",
    "hint": "Et navn er nok.",
    "call": "Ring til fem kunder, der gik",
    "reasons": "Fem grunde med deres ord.",
    "first": "Find dem.",
    "second": "Ring til dem.",
    "fill": "Udfyld arket",
    "sheet": "Arket.",
    "promise": "Hvad vil du gøre, for hvem, hvornår?",
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8"><rect width="12" height="8" fill="#0b5d51"/></svg>\n'


def write_pack(folder: Path, *, version: str = "1.0", wording: str = "Before.") -> Path:
    """Write the pack to `folder` and return it."""
    files = {
        "module.toml": MODULE.format(version=version),
        "en/01-try.md": PAGE.format(wording=wording, **ENGLISH),
        "da/01-try.md": PAGE.format(wording="Før.", **DANISH),
        "media/cover.svg": SVG,
    }
    for name, text in files.items():
        path = folder / "modules" / SLUG / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "quizzes").mkdir(exist_ok=True)
    return folder


def publish(installation: Installation, folder: Path, **changes: Any) -> None:
    """Put the module on the shared shelf."""
    report = sync(installation.database, write_pack(folder, **changes), installation.clock.now())
    assert not report.problems, report.problems


def a_day(ahead: int) -> str:
    """Return the day so many days after the tests' today, as a form sends it."""
    return (TODAY + timedelta(days=ahead)).isoformat()


def picture(width: int = 60, height: int = 40, kind: str = "JPEG", **saving: Any) -> bytes:
    """Return the file of a picture whose upper left is red and the rest blue."""
    drawn = Image.new("RGB", (width, height), "blue")
    drawn.paste("red", (0, 0, width // 2, height // 2))
    written = io.BytesIO()
    drawn.save(written, kind, **saving)
    return written.getvalue()


def with_photograph(content: bytes, token: str, name: str = "p.jpg") -> dict[str, Any]:
    """Return the body of the photograph's form, made in memory: the test client would leave a file open."""
    head = 'Content-Disposition: form-data; name="{}"'
    parts = [
        f"--edge\r\n{head.format('csrf_token')}\r\n\r\n{token}\r\n".encode(),
        f'--edge\r\n{head.format("photograph")}; filename="{name}"\r\n\r\n'.encode() + content + b"\r\n",
        b"--edge--\r\n",
    ]
    return {"data": b"".join(parts), "content_type": "multipart/form-data; boundary=edge"}


@dataclass
class Doer:
    """One learner and what they do at work."""

    installation: Installation
    person: Person
    browser: Browser

    @classmethod
    def of(cls, company: Company) -> Doer:
        """Take somebody on."""
        person = company.person()
        return cls(company.installation, person, company.browser(person))

    @property
    def database(self) -> Database:
        """Return the database."""
        return self.installation.database

    @property
    def version(self) -> UUID:
        """Return the newest version of the module."""
        with self.database.reading() as session:
            newest = select(ModuleVersion.id).join(Module, Module.id == ModuleVersion.module_id)
            found = newest.where(Module.slug == SLUG).order_by(ModuleVersion.minor.desc()).limit(1)
            return session.scalars(found).one()

    def again(self) -> Browser:
        """Return a new browser of theirs: a session does not live for days."""
        with self.database.writing() as session:
            token = sessions.open_session(session, self.person, self.installation.clock.now())
        client = self.installation.app.test_client()
        client.set_cookie("lms_session", token)
        return Browser(client)

    def move_to(self, time_zone: str) -> None:
        """Move the company to another time zone."""
        with self.database.writing() as session:
            company = session.get(Organisation, self.person.organisation_id)
            assert company is not None
            company.time_zone = time_zone

    def choose(self, block: str = "call-five") -> PracticeExercise:
        """Choose an exercise and return its row."""
        assert self.browser.post(f"/practice/choices/{self.version}/{block}").status_code == 303
        return self.exercise(block)

    def exercise(self, block: str = "call-five") -> PracticeExercise:
        """Return the row of an exercise."""
        with self.database.reading() as session:
            mine = select(PracticeExercise).where(PracticeExercise.person_id == self.person.id)
            return session.scalars(mine.where(PracticeExercise.block == block)).one()

    def promise(self, what: str = "Call Ida back", whom: str = "Ida", day: str | None = None, **more: str) -> UUID:
        """Make a promise and return its id."""
        sent = {"what": what, "whom": whom, "day": a_day(6) if day is None else day, **more}
        answered = self.browser.post("/practice/promises", sent)
        assert answered.status_code == 303, answered.text
        return self.promises()[-1].id

    def promises(self) -> list[Promise]:
        """Return the rows of their promises, as they were made."""
        with self.database.reading() as session:
            return list(
                session.scalars(select(Promise).where(Promise.person_id == self.person.id).order_by(Promise.id))
            )

    def photograph(self, content: bytes, name: str = "p.jpg", block: str = "call-five") -> Any:
        """Send a photograph of an exercise."""
        place = f"/practice/exercises/{self.exercise(block).id}/photograph"
        return self.browser.client.post(place, **with_photograph(content, self.browser.token(), name))
