"""A small, sound pack that tests write to a folder, spoil in one place, and read."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lms.packs.model import Pack
from lms.packs.problems import PackErrors, Problem
from lms.packs.reading import read_pack

MODULE = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01"
version = "1.0"
languages = ["en", "da"]
minutes = 11
work_minutes = 30
cover = "cover.svg"
title.en = "Coffee"
title.da = "Kaffe"
summary.en = "What a cup is worth."
summary.da = "Hvad en kop er værd."

[[objectives]]
en = "Count the cups."
da = "Tælle kopperne."

[[pages]]
name = "01-why"
required = true
minutes = 6

[[pages]]
name = "02-how"
required = false
minutes = 5

[media."cover.svg"]
alt.en = "A cup."
alt.da = "En kop."

[[sources]]
title = "On coffee"
author = "A. Writer"
year = 1990
kind = "book"
note.en = "Where the cups were counted."
note.da = "Her blev kopperne talt."

[[sources]]
title = "On cups"
author = "B. Writer"
kind = "website"
"""

WHY = """\
+++
title = "Why"
eyebrow = "First"
+++

Before the *first* heading.

## The cup {#the-cup}

A cup costs < 5 kr. & more than 3.

```picture
id = "a-cup"
file = "cover.svg"
caption = "A **cup**."
```

After the picture.

```compare
id = "two-cups"
left.title = "Ours"
left.text = "Hot."
right.title = "Theirs"
right.text = "*Cold.*"
```

## Yours {#yours}

```calculator
id = "cup"
use = "price-of-a-cup"
```
"""

HOW = """\
+++
title = "How"
+++

## By hand {#by-hand}

```example
id = "worked"
title = "Ten cups"
text = '''
- one
- two
'''
```

```quiz
id = "check"
use = "coffee"
```
"""

CALCULATOR = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d02"
name = "price-of-a-cup"
title.en = "The price of a cup"
title.da = "Prisen på en kop"
question.en = "What does a cup cost?"
question.da = "Hvad koster en kop?"
sentence.en = "A year of cups costs {year}."
sentence.da = "Et års kopper koster {year}."
assumption.en = "One cup a day."
assumption.da = "Én kop om dagen."
not_shown.en = "The taste."
not_shown.da = "Smagen."
formula_text.en = "Price times days."
formula_text.da = "Pris gange dage."
money = true

[[inputs]]
name = "price"
unit = "money"
label.en = "Price"
label.da = "Pris"
help.en = "Of one cup."
help.da = "For én kop."
minimum = 0
maximum = 1000
example = 20
slider = {minimum = 0, maximum = 100, step = 1}
matters = true

[[outputs]]
name = "year"
unit = "money"
label.en = "A year"
label.da = "Et år"
formula = "price * 365"
headline = true

[[examples]]
inputs = {price = 10}
outputs = {year = 3650}
"""

QUIZ = """\
kind = "quiz"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d03"
version = "1.0"
title.en = "Coffee"
title.da = "Kaffe"
pass_mark = 0.75

[[items]]
id = "hot"
kind = "single-choice"
stem.en = "Is it hot?"
stem.da = "Er den varm?"

[[items.options]]
id = "yes"
text.en = "Yes"
text.da = "Ja"
correct = true
feedback.en = "It steams."
feedback.da = "Den damper."

[[items.options]]
id = "no"
text.en = "No"
text.da = "Nej"
feedback.en = "Touch it."
feedback.da = "Rør ved den."

[[items]]
id = "cups"
kind = "number"
unit = "count"
stem.en = "How many cups are ten and ten?"
stem.da = "Hvor mange kopper er ti og ti?"
answer = 20
tolerance = 1
feedback.correct.en = "Well counted."
feedback.correct.da = "Godt talt."
feedback.wrong.en = "Count again."
feedback.wrong.da = "Tæl igen."

[[items.near]]
value = 100
feedback.en = "You multiplied."
feedback.da = "Du gangede."
"""

SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8">
<rect width="12" height="8" fill="#0b5d51"/>
</svg>
"""

FILES: dict[str, str] = {
    "modules/coffee/module.toml": MODULE,
    "modules/coffee/en/01-why.md": WHY,
    "modules/coffee/da/01-why.md": WHY.replace("Why", "Hvorfor"),
    "modules/coffee/en/02-how.md": HOW,
    "modules/coffee/da/02-how.md": HOW.replace("How", "Hvordan"),
    "modules/coffee/price-of-a-cup.calc.toml": CALCULATOR,
    "modules/coffee/media/cover.svg": SVG,
    "quizzes/coffee.toml": QUIZ,
}

Write = Callable[..., Path]
Problems = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def files() -> dict[str, str]:
    """The texts of the sound pack by path."""
    return dict(FILES)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write files to a folder and return it."""

    def write(files: Mapping[str, str | bytes], folder: str = "pack") -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / folder

    return write


@pytest.fixture
def read(write: Write) -> Callable[..., Pack]:
    """Read the sound pack with some files replaced (None: left out)."""

    def read(
        changes: Mapping[str, str | bytes | None] | None = None, *, clean: bool = True, folder: str = "pack"
    ) -> Pack:
        changed = {**FILES, **(changes or {})}
        return read_pack(write({k: v for k, v in changed.items() if v is not None}, folder), clean=clean)

    return read


@pytest.fixture
def problems(read: Callable[..., Pack]) -> Problems:
    """Return what is wrong with the sound pack when some files are replaced."""

    def problems(changes: Mapping[str, str | bytes | None]) -> tuple[Problem, ...]:
        with pytest.raises(PackErrors) as caught:
            read(changes)
        return caught.value.problems

    return problems
