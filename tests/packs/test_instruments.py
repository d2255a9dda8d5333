"""Self-assessments in packs: what the file must hold, who notices what, and when a change is one of meaning."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lms.packs.closure import closure, digest
from lms.packs.instruments import Instrument
from lms.packs.model import Pack
from lms.packs.problems import Problem
from lms.packs.versions import compare, refusals

PROFILE = "quizzes/taste.toml"
PAGES = ("modules/coffee/en/02-how.md", "modules/coffee/da/02-how.md")
MODULE = "modules/coffee/module.toml"
BLOCK = '\n```self-assessment\nid = "taste"\nuse = "taste"\n```\n'

TASTE = """\
kind = "self-assessment"
uuid = "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d09"
version = "1.0"
title = {en = "Taste", da = "Smag"}
frame = {en = "Think of this week.", da = "Tænk på denne uge."}

[scale]
no_answer = {en = "Cannot judge", da = "Kan ikke vurdere det"}
anchors = [{en = "No", da = "Nej"}, {en = "Partly", da = "Delvist"}, {en = "Yes", da = "Ja"}]

[spread]
sd = 15
reliability = 0.79
source = {en = "Assumed.", da = "Antaget."}

[[subscales]]
id = "hot"
title = {en = "Heat", da = "Varme"}
findings = [{from = 0, page = "01-why", text = {en = "Warm it.", da = "Varm den."}}]

[[items]]
id = "steam"
sub = "hot"
text = {en = "It steams.", da = "Den damper."}

[[items]]
id = "cold"
sub = "hot"
reverse = true
text = {en = "It is cold.", da = "Den er kold."}

[[items]]
id = "burns"
sub = "hot"
text = {en = "It burns.", da = "Den brænder."}

[[bands]]
from = 0
page = "01-why"
title = {en = "Low", da = "Lavt"}
text = {en = "Start.", da = "Begynd."}

[[bands]]
from = 60
page = "02-how"
title = {en = "High", da = "Højt"}
text = {en = "Go on.", da = "Fortsæt."}
"""

Read = Callable[..., Pack]
Change = tuple[str, str]


@pytest.fixture
def invited(files: dict[str, str]) -> dict[str, str]:
    """Return what the sound pack gains: the file, and a page that invites to it."""
    return {PROFILE: TASTE, **{page: files[page] + BLOCK for page in PAGES}}


@pytest.fixture
def wrong(problems: Callable[..., tuple[Problem, ...]], invited: dict[str, str]) -> Callable[..., list[str]]:
    """Return what is said, as "line: message", when `old` in the file is replaced by `new`."""

    def wrong(old: str, new: str) -> list[str]:
        assert old in TASTE
        found = problems({**invited, PROFILE: TASTE.replace(old, new, 1)})
        assert {problem.file for problem in found} == {PROFILE}
        return [problem.message for problem in found]

    return wrong


def test_a_self_assessment_is_read_whole_and_is_no_quiz(read: Read, invited: dict[str, str]) -> None:
    pack = read(invited)
    taste = pack.instrument("taste")
    assert taste is not None
    assert [quiz.name for quiz in pack.quizzes] == ["coffee"]
    assert (taste.scale.points, taste.languages, taste.items[1].reverse) == (3, ("en", "da"), True)
    assert [taste.band(score).title["en"] for score in (0, 59.9, 60, 100)] == ["Low", "Low", "High", "High"]
    assert pack.modules[0].instrument_names == ("taste",)
    assert pack.modules[0].quiz_names == ("coffee",), "nobody has to pass it"


def test_it_comes_back_from_its_document_unchanged(read: Read, invited: dict[str, str]) -> None:
    taste = read(invited).instruments[0]
    assert Instrument.from_document(taste.document()) == taste


def test_it_is_frozen_with_the_module_that_invites_to_it(read: Read, invited: dict[str, str]) -> None:
    pack = read(invited)
    whole = closure(pack.modules[0], [*pack.quizzes, *pack.instruments])
    assert whole["instruments"] == {"taste": pack.instruments[0].document()}
    assert digest(whole) == pack.modules[0].digest


def test_a_module_without_one_keeps_the_digest_it_was_published_under(read: Read) -> None:
    pack = read()
    assert "instruments" not in closure(pack.modules[0], pack.quizzes)


MISTAKES: list[tuple[Change, str]] = [
    (('sub = "hot"', 'sub = "cold-side"'), 'There is no sub-dimension "cold-side".'),
    (('id = "cold"', 'id = "steam"'), 'The id "steam" is used twice.'),
    (("from = 60", "from = 0"), "0 does not lie above 0."),
    (("[[bands]]\nfrom = 0", "[[bands]]\nfrom = 5"), "The first of bands starts at 5."),
    (("{from = 0,", "{from = 1,"), "The first of findings starts at 1."),
    (('{en = "No", da = "Nej"}, {en = "Partly", da = "Delvist"}, ', ""), "The scale has 1 points."),
    ((', da = "Den damper."', ""), '"text.da" is missing.'),
    (('en = "It steams."', 'en = "It <b>steams</b>."'), '"text.en" has an HTML tag.'),
    (("reliability = 0.79", "reliability = 1"), '"reliability" is 1.'),
    (("sd = 15", "sd = 0"), '"sd" is 0.'),
    (("sd = 15\n", ""), '"sd" is missing.'),
    (("[spread]", "pass_mark = 0.5\n[spread]"), '"pass_mark" is not known here.'),
    (('version = "1.0"', 'pass_mark = 0.5\nversion = "1.0"'), '"pass_mark" is not known here.'),
    (('page = "02-how"', 'page = "02-who"'), 'The module "coffee" has no page "02-who", where'),
    (("reverse = true", 'reverse = "yes"'), '"reverse" must be true or false.'),
    (("2a8e4d09", "2a8e4d03"), "The uuid is that of quizzes/"),
]


@pytest.mark.parametrize(("change", "message"), MISTAKES, ids=[message for _, message in MISTAKES])
def test_a_mistake_is_told_in_its_file(wrong: Callable[..., list[str]], change: Change, message: str) -> None:
    assert any(said.startswith(message) for said in wrong(*change)), wrong(*change)


def test_everything_wrong_is_told_at_once(wrong: Callable[..., list[str]]) -> None:
    said = wrong('sub = "hot"\ntext = {en = "It steams.", da = "Den damper."}', 'sub = "x"\ntext = {en = ""}')
    assert len(said) == 3


def test_a_quiz_block_cannot_use_a_self_assessment(problems: Any, invited: dict[str, str]) -> None:
    changed = {page: invited[page].replace('use = "coffee"', 'use = "taste"') for page in PAGES}
    found = problems({**invited, **changed})
    assert {problem.message for problem in found} == {'There is no quiz "taste".'}


def test_a_block_that_invites_to_nothing_is_a_problem(problems: Any, invited: dict[str, str]) -> None:
    found = problems({**invited, PROFILE: None})
    assert {problem.message for problem in found} == {'There is no self-assessment "taste".'}


def test_that_nothing_is_turned_round_is_remarked(read: Read, invited: dict[str, str]) -> None:
    pack = read({**invited, PROFILE: TASTE.replace("reverse = true\n", "")})
    assert [note.message for note in pack.notes] == ["No statement is reversed."]


@pytest.fixture
def versions(read: Read, invited: dict[str, str], files: dict[str, str]) -> Callable[..., Any]:
    """The closures before and after replacing words in the self-assessment, under the next minor number."""

    def versions(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]]:
        module = {MODULE: files[MODULE].replace('version = "1.0"', 'version = "1.1"')}
        assert old in TASTE
        packs = (read(invited, folder="a"), read({**invited, **module, PROFILE: TASTE.replace(old, new)}, folder="b"))
        before, after = (closure(pack.modules[0], [*pack.quizzes, *pack.instruments]) for pack in packs)
        return before, after

    return versions


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It steams.", "Steam rises."),
        ("Warm it.", "Heat it."),
        ("from = 60", "from = 70"),
        ("reliability = 0.79", "reliability = 0.81"),
        ("Think of this week.", "Think of the last week."),
    ],
)
def test_wording_bands_and_the_assumed_spread_are_minor(versions: Any, old: str, new: str) -> None:
    assert compare(*versions(old, new)).level == "minor"
    assert refusals(*versions(old, new)) == ()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('id = "burns"', 'id = "scalds"', 'self-assessment "taste": statement "burns" is gone'),
        ("reverse = true\n", "", 'self-assessment "taste": statement "cold" has another sub-dimension, or is turned'),
        (
            'anchors = [{en = "No"',
            'anchors = [{en = "Never", da = "Aldrig"}, {en = "No"',
            'self-assessment "taste" has',
        ),
    ],
)
def test_statements_their_side_and_the_scale_are_meaning(versions: Any, old: str, new: str, reason: str) -> None:
    found = compare(*versions(old, new))
    assert found.level == "major"
    assert any(each.startswith(reason) for each in found.reasons), found.reasons
    assert refusals(*versions(old, new))[0].startswith("1.1 is a minor step")
