"""A small content pack with words that give it away: in its keys and feedback, which no learner may see too early."""

from __future__ import annotations

from pathlib import Path

SLUG = "cups"
MARKERS = {
    "feedback of the right option": "zebrasteam",
    "feedback of the wrong option": "zebratouch",
    "feedback of the right number": "zebracounted",
    "feedback of a wrong number": "zebraagain",
    "feedback of a typical mistake": "zebramultiplied",
    "the number": "7391.25",
    "the number, grouped": "7,391.25",
    "the typical mistake": "6428.5",
    "the tolerance": "0.0625",
}

MODULE = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5d01"
version = "{version}"
languages = ["en", "da"]
minutes = 9
work_minutes = 10
cover = "cover.svg"
title = {{en = "Cups", da = "Kopper"}}
summary = {{en = "What a cup is worth.", da = "Hvad en kop er værd."}}
objectives = [{{en = "Count the cups.", da = "Tælle kopperne."}}]
sources = [{{title = "On cups", author = "A. Writer", year = 1990, kind = "book"}}]

[[pages]]
name = "01-why"
required = true
minutes = 3

[[pages]]
name = "02-how"
required = true
minutes = 3

[[pages]]
name = "03-more"
required = false
minutes = 3

[media."cover.svg"]
alt = {{en = "A cup.", da = "En kop."}}
"""

WHY = """\
+++
title = "{title}"
+++

{wording}

## Yours {{#yours}}

```calculator
id = "cup"
use = "price-of-a-cup"
```
"""

HOW = """\
+++
title = "{title}"
+++

## By hand {{#by-hand}}

```quiz
id = "check"
use = "cups"
```

```quiz
id = "check-saucers"
use = "saucers"
```
"""

MORE = """\
+++
title = "{title}"
+++

Nobody has to read this.
"""

CALCULATOR = """\
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5d02"
name = "price-of-a-cup"
title = {en = "The price of a cup", da = "Prisen på en kop"}
question = {en = "What does a cup cost?", da = "Hvad koster en kop?"}
sentence = {en = "A year of cups costs {year}.", da = "Et års kopper koster {year}."}
assumption = {en = "One cup a day.", da = "Én kop om dagen."}
not_shown = {en = "The taste.", da = "Smagen."}
formula_text = {en = "Price times days.", da = "Pris gange dage."}
money = true

[[inputs]]
name = "price"
unit = "money"
label = {en = "Price", da = "Pris"}
help = {en = "Of one cup.", da = "For én kop."}
minimum = 0
maximum = 1000
example = 20
slider = {minimum = 0, maximum = 100, step = 1}
matters = true

[[outputs]]
name = "year"
unit = "money"
label = {en = "A year", da = "Et år"}
formula = "price * 365"
headline = true

[[examples]]
inputs = {price = 10}
outputs = {year = 3650}
"""

CUPS = """\
kind = "quiz"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5d03"
version = "{version}"
title = {{en = "Cups", da = "Kopper"}}
pass_mark = 0.5

[[items]]
id = "hot"
kind = "single-choice"
stem = {{en = "{stem}", da = "Er den varm?"}}

[[items.options]]
id = "yes"
text = {{en = "Yes", da = "Ja"}}
correct = true
feedback = {{en = "It steams, zebrasteam.", da = "Den damper, zebrasteam."}}

[[items.options]]
id = "no"
text = {{en = "No", da = "Nej"}}
feedback = {{en = "Touch it, zebratouch.", da = "Rør ved den, zebratouch."}}

[[items]]
id = "count"
kind = "number"
stem = {{en = "How many?", da = "Hvor mange?"}}
answer = 7391.25
tolerance = 0.0625
feedback.correct = {{en = "Well counted, zebracounted.", da = "Godt talt, zebracounted."}}
feedback.wrong = {{en = "Count again, zebraagain.", da = "Tæl igen, zebraagain."}}

[[items.near]]
value = 6428.5
feedback = {{en = "You multiplied, zebramultiplied.", da = "Du gangede, zebramultiplied."}}
"""

SAUCERS = """\
kind = "quiz"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5d04"
version = "1.0"
title = {en = "Saucers", da = "Underkopper"}
pass_mark = 1

[[items]]
id = "flat"
kind = "single-choice"
stem = {en = "Is it flat?", da = "Er den flad?"}

[[items.options]]
id = "flat-yes"
text = {en = "Yes", da = "Ja"}
correct = true
feedback = {en = "It is.", da = "Det er den."}

[[items.options]]
id = "flat-no"
text = {en = "No", da = "Nej"}
feedback = {en = "Look.", da = "Se."}
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8"><rect width="12" height="8" fill="#0b5d51"/></svg>\n'


def write_small_pack(
    folder: Path, *, version: str = "1.0", wording: str = "Before.", stem: str = "Is it hot?", quiz: str = "1.0"
) -> Path:
    """Write the pack to `folder` and return it. `wording` stands on the first page, `stem` is the first question."""
    module = {
        "module.toml": MODULE.format(version=version),
        "en/01-why.md": WHY.format(title="Why", wording=wording),
        "da/01-why.md": WHY.format(title="Hvorfor", wording="Før."),
        "en/02-how.md": HOW.format(title="How"),
        "da/02-how.md": HOW.format(title="Hvordan"),
        "en/03-more.md": MORE.format(title="More"),
        "da/03-more.md": MORE.format(title="Mere"),
        "price-of-a-cup.calc.toml": CALCULATOR,
        "media/cover.svg": SVG,
    }
    files = {f"modules/{SLUG}/{name}": text for name, text in module.items()}
    files |= {"quizzes/cups.toml": CUPS.format(version=quiz, stem=stem), "quizzes/saucers.toml": SAUCERS}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
