"""A module of an organisation's own: partly Danish, with a clip and a video elsewhere."""

from __future__ import annotations

from lms.catalog.indexing import index_missing
from lms.catalog.models import ModuleVersion
from lms.catalog.publishing import publish
from tests.support.company import Company

SLUG = "half-done"
CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:02.000\nNobody mentioned the zebracaption.\n"

MODULE = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e7a01"
version = "1.0"
languages = ["en", "da"]
partly = ["da"]
minutes = 10
work_minutes = 0
cover = "cover.svg"
title.en = "Half done"
title.da = "Halvt færdig"
summary.en = "A module on its way into Danish."

[[objectives]]
en = "Read it in two languages."

[[pages]]
name = "01-first"
minutes = 5

[[pages]]
name = "02-second"
minutes = 5

[media."cover.svg"]
decorative = true

[media."visit.mp4"]
alt.en = "Two people talk at a counter."
"""
FIRST = """\
+++
title = "{title}"
+++

## {heading} {{#one}}

{text}
"""
REST = """
## Still in English {#two}

The zebraenglish paragraph.

```clip
id = "visit"
file = "visit.mp4"
title = "A visit"
poster = "cover.svg"
```

```video
id = "talk"
url = "https://video.example.org/watch"
title = "A talk"
summary = "What the talk says."
```

```quiz
id = "check"
use = "half-done"
```
"""
SECOND = '+++\ntitle = "Second"\n+++\n\nOnly the zebrasecond page.\n'
QUIZ = """\
kind = "quiz"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e7a02"
version = "1.0"
title.en = "Half done"
pass_mark = 0.5

[[items]]
id = "first"
kind = "single-choice"
stem.en = "Is it done?"
stem.da = "Er det færdigt?"

[[items.options]]
id = "no"
text.en = "No"
text.da = "Nej"
correct = true
feedback.en = "Half."
feedback.da = "Halvt."

[[items.options]]
id = "yes"
text.en = "Yes"
text.da = "Ja"
feedback.en = "Look again."
feedback.da = "Se igen."

[[items]]
id = "second"
kind = "single-choice"
stem.en = "Is this one translated?"

[[items.options]]
id = "no"
text.en = "No"
correct = true
feedback.en = "Not yet."

[[items.options]]
id = "yes"
text.en = "Yes"
feedback.en = "Look at the language."
"""


def _box(name: bytes, content: bytes = b"") -> bytes:
    return (len(content) + 8).to_bytes(4, "big") + name + content


CLIP = _box(b"ftyp", b"isom\0\0\2\0isommp41") + _box(b"moov", b"\0" * 24) + _box(b"mdat", bytes(range(256)) * 8)


def files() -> dict[str, bytes]:
    """Return the files of the module."""
    folder = f"modules/{SLUG}"
    texts = {
        f"{folder}/module.toml": MODULE,
        f"{folder}/en/01-first.md": FIRST.format(title="First", heading="One", text="The first paragraph.") + REST,
        f"{folder}/da/01-first.md": FIRST.format(title="Første", heading="Et", text="Det første afsnit."),
        f"{folder}/en/02-second.md": SECOND,
        f"{folder}/media/cover.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8"/>',
        f"quizzes/{SLUG}.toml": QUIZ,
    }
    media = {f"{folder}/media/visit.mp4": CLIP, f"{folder}/media/visit.en.vtt": CAPTIONS}
    return {**{path: text.encode() for path, text in texts.items()}, **media}


def half_done(company: Company) -> ModuleVersion:
    """Publish the module for a company, have its words indexed, and return the version."""
    database = company.installation.database
    with database.writing() as session:
        found = publish(session, files(), organisation_id=company.organisation.id, now=company.installation.clock.now())
        session.flush()
        session.expunge(found)
    index_missing(database)
    return found
