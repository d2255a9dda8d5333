"""The small pack with a quiz of every kind: eleven questions over three topics, of which an attempt draws six."""

from __future__ import annotations

from typing import Any

from lms.catalog.library import sync
from lms.questions.kinds import Item
from lms.questions.scoring import score_item
from tests.support.installation import Installation
from tests.support.small_pack import write_small_pack

BLOCK = "check"
PAGE = "/learn/cups/02-how"
HEAD = """\
kind = "quiz"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e5d03"
version = "{version}"
title = {{en = "Cups", da = "Kopper"}}
pass_mark = 0.5
{draw}
confidence = true
topics.heat = {{title = {{en = "Heat", da = "Varme"}}, page = "01-why"}}
topics.count = {{title = {{en = "Counting", da = "At tælle"}}}}
topics.shape = {{title = {{en = "Shape", da = "Form"}}, page = "03-more"}}
"""


def _text(english: str) -> str:
    return f'{{en = "{english}", da = "{english}, på dansk"}}'


def _options(kind: str, *right: str, of: tuple[str, ...]) -> str:
    lines = [
        f'{{id = "{id}", text = {_text(id.title())}, feedback = {_text("About " + id)}, '
        f"correct = {'true' if id in right else 'false'}}}"
        for id in of
    ]
    return f'kind = "{kind}"\noptions = [{", ".join(lines)}]\n'


def _matrix() -> str:
    rows = [
        f'{{id = "{row}", text = {_text(row.title())}, correct = ["{column}"], feedback = {_text(f"On the {row}")}}}'
        for row, column in (("cup", "round"), ("saucer", "flat"))
    ]
    columns = [f'{{id = "{column}", text = {_text(column.title())}}}' for column in ("round", "flat")]
    return f'kind = "matrix"\ncolumns = [{", ".join(columns)}]\nrows = [{", ".join(rows)}]\n'


def _matching() -> str:
    pairs = [
        f'{{id = "{left}", left = {_text(left.title())}, right = {{id = "{right}", text = {_text(right.title())}}}, '
        f"feedback = {_text(f'On the {left}')}}}"
        for left, right in (("pair", "two"), ("trio", "three"))
    ]
    extras = f'extras = [{{id = "nine", text = {_text("Nine")}}}]'
    return f'kind = "matching"\npairs = [{", ".join(pairs)}]\n{extras}\n'


def _ranking() -> str:
    options = [
        f'{{id = "{id}", text = {_text(id.title())}, rank = {rank}}}'
        for id, rank in (("fire", 1), ("stove", 2), ("oven", 2))
    ]
    return f'kind = "ranking"\noptions = [{", ".join(options)}]\n{FEEDBACK}'


def _hotspot() -> str:
    regions = [
        f'{{id = "{id}", label = {_text(id.title())}, feedback = {_text("At the " + id)}, {place}, '
        f"correct = {'true' if id == 'handle' else 'false'}}}"
        for id, place in (
            ("rim", 'shape = "rectangle", x = 0.1, y = 0.1, width = 0.6, height = 0.2'),
            ("handle", 'shape = "circle", x = 0.85, y = 0.5, radius = 0.1'),
            ("bowl", 'shape = "polygon", points = [[0.1, 0.4], [0.7, 0.4], [0.6, 0.9], [0.2, 0.9]]'),
        )
    ]
    about = f'picture = "cup.svg"\nalt = {_text("A cup from the side")}'
    return f'kind = "hotspot"\n{about}\nregions = [{", ".join(regions)}]\n'


PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400">
<rect width="600" height="400" fill="#dcebe6"/><path d="M60 60h360l-60 300H120Z" fill="#f0b43c"/>
<circle cx="510" cy="200" r="44" fill="none" stroke="#a9402a" stroke-width="24"/>
</svg>
"""
FEEDBACK = f"feedback.correct = {_text('Well done')}\nfeedback.wrong = {_text('Look again')}\n"
ITEMS = {
    "hot": ("heat", _options("single-choice", "steam", of=("steam", "ice", "fog"))),
    "warm": ("heat", _options("single-choice", "hand", of=("hand", "foot"))),
    "signs": ("heat", _options("multiple-choice", "steam", "glow", of=("steam", "glow", "frost", "rust"))),
    "count": ("count", 'kind = "number"\nanswer = 20\n' + FEEDBACK),
    "name": ("count", 'kind = "short-text"\naccepted.any = ["dozen"]\naccept_typos = true\n' + FEEDBACK),
    "steps": (
        "shape",
        'kind = "order"\nparts = ['
        + ", ".join(f'{{id = "{id}", text = {_text(id.title())}}}' for id in ("boil", "pour", "drink"))
        + "]\n"
        + FEEDBACK,
    ),
    "fits": (
        "shape",
        'kind = "scale"\npoints = 5\naccepted = [4, 5]\ncannot_judge = true\n'
        + f"anchors = [{{at = 1, text = {_text('Never')}}}, {{at = 5, text = {_text('Always')}}}]\n"
        + FEEDBACK,
    ),
    "table": ("shape", _matrix()),
    "match": ("count", _matching()),
    "weigh": ("heat", _ranking()),
    "where": ("shape", _hotspot()),
}


def pool_file(version: str, *, draw: int | None, stem: str) -> str:
    """Return the quiz file; `stem` begins each question."""
    head = HEAD.format(version=version, draw=f"draw = {draw}" if draw else "")
    items = [
        f'[[items]]\nid = "{id}"\ntopic = "{topic}"\nstem = {_text(f"{stem} {id}?")}\n{rest}'
        for id, (topic, rest) in ITEMS.items()
    ]
    return "\n".join([head, *items])


def publish_pool(
    installation: Installation, version: str = "2.0", *, draw: int | None = 6, stem: str = "What of"
) -> None:
    """Sync the small pack with the pool in place of its first quiz."""
    folder = write_small_pack(installation.config.data.parent / "pack", version=version)
    (folder / "quizzes" / "cups.toml").write_text(pool_file(version, draw=draw, stem=stem), encoding="utf-8")
    (folder / "quizzes" / "media").mkdir(exist_ok=True)
    (folder / "quizzes" / "media" / "cup.svg").write_text(PICTURE, encoding="utf-8")
    report = sync(installation.database, folder, installation.clock.now())
    assert not report.problems, report.problems
    assert report.stored


def right(item: Item) -> Any:
    """Return a response that is right."""
    return score_item(item, None).key
