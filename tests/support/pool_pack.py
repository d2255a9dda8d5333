"""The small pack with a quiz of every kind: eight questions over three topics, of which an attempt draws six."""

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
    report = sync(installation.database, folder, installation.clock.now())
    assert not report.problems, report.problems
    assert report.stored


def right(item: Item) -> Any:
    """Return a response that is right."""
    return score_item(item, None).key
