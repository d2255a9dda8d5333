"""Sentences: English for a command, the reader's language on a page, and nothing else where something is wrong."""

from __future__ import annotations

import ast
import copy
import json
import pickle
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from lms.packs.problems import PackErrors, Problem
from lms.sentences import Sentence, brought_back, kept, say, say_n, sentences, worded

LMS = Path(__file__).parents[1] / "lms"
ROOMS = ("packs", "questions", "calculators", "catalog", "studio")
COMMANDS = frozenset({"commands.py", "check_command.py"})
"""What a person at a terminal reads, which is English."""

TELLING = frozenset(
    {"Problem", "Finding", "Refused", "Diagnostic", "Hint", "Fault", "FormulaError", "Unmapped", "Loss", "Remark"}
    | {"problem", "note", "fault", "_problem", "_fault", "_refuse", "_odd", "tell", "leave_out", "add"}
)
"""What tells a person that something is wrong: classes, and the methods of those who collect."""

WORDS = re.compile(r"[^\W\d_] [^\W\d_“\"{]|[^\W\d_]\.$")

DANISH = {
    "The page {page} has no title.": "Siden {page} har ingen titel.",
    "it holds {what}": "den rummer {what}",
    "a picture": "et billede",
    "Take it out.": "Tag det ud.",
    "Add {key}.": "Tilføj.",
    "Add {name}.": "Tilføj {name} og {other}.",
    "{n} line is too long.": "Linjen er for lang.",
    "{n} lines are too long.": "{n} linjer er for lange.",
}


def danish(text: str) -> str:
    """Say it as the catalogue of this test has it."""
    return DANISH.get(text, text)


def danish_number(one: str, many: str, number: int) -> str:
    """Say it of one or of several."""
    return danish(one if number == 1 else many)


def in_danish(text: str) -> str:
    """Return a text as a Danish page would have it."""
    return worded(text, danish, danish_number)


def test_a_command_reads_a_sentence_as_plain_english() -> None:
    said = say("The page {page} has no title.", page="01-why")
    assert said == "The page 01-why has no title." == f"{said}"
    assert isinstance(said, str)
    assert hash(said) == hash("The page 01-why has no title.")
    assert (said.msgid, said.values) == ("The page {page} has no title.", {"page": "01-why"})


def test_a_page_reads_it_in_its_own_language_and_values_are_data() -> None:
    assert in_danish(say("The page {page} has no title.", page="a picture {page}")) == (
        "Siden a picture {page} har ingen titel."
    )
    assert in_danish("a picture") == "a picture", "a plain text is nobody's to translate"


def test_a_sentence_among_the_values_is_said_in_the_same_language() -> None:
    assert in_danish(say("it holds {what}", what=say("a picture"))) == "den rummer et billede"


def test_several_sentences_together_stay_translatable() -> None:
    both = sentences(say("The page {page} has no title.", page=1), "", say("Take it out."))
    assert both == "The page 1 has no title. Take it out."
    assert in_danish(both) == "Siden 1 har ingen titel. Tag det ud."
    assert in_danish(sentences("modules/a:", both)) == "modules/a: Siden 1 har ingen titel. Tag det ud."


def test_one_thing_and_several_are_worded_differently() -> None:
    said = [say_n("{n} line is too long.", "{n} lines are too long.", number) for number in (1, 3)]
    assert said == ["1 line is too long.", "3 lines are too long."]
    assert [in_danish(each) for each in said] == ["Linjen er for lang.", "3 linjer er for lange."]


@pytest.mark.parametrize("said", [say("Add {key}.", key="title"), say("Add {name}.", name="title", other="secret")])
def test_a_translation_that_lost_a_place_gives_way_to_whole_english(said: Sentence) -> None:
    assert in_danish(said) == "Add title."


def test_a_brace_that_is_no_place_is_left_alone() -> None:
    assert say("Write ## Heading {#its-id}, or {name}.") == "Write ## Heading {#its-id}, or {name}."
    assert say("Write [[{key}]] and {}.", key="items") == "Write [[items]] and {}."


def test_a_sentence_survives_copying_an_exception_and_a_job() -> None:
    said = say("it holds {what}", what=say("a picture"))
    several = say_n("{n} line is too long.", "{n} lines are too long.", 3)
    for each in (said, several, sentences(said, several)):
        stored = json.loads(json.dumps(kept(each)))
        pickled = pickle.loads(pickle.dumps(each))  # noqa: S301  - our own
        for found in (
            pickled,
            copy.deepcopy(each),
            str(ValueError(each)),
            brought_back(stored),
        ):
            assert found == each
            assert in_danish(found) == in_danish(each) != each
    assert brought_back(kept("plain")) == "plain"


def test_a_problem_as_one_line_can_be_said_in_danish() -> None:
    problem = Problem("a.md", 3, say("The page {page} has no title.", page="a"), say("Take it out."))
    assert str(PackErrors([problem])) == "a.md:3 The page a has no title. → Take it out."
    assert in_danish(str(problem)) == "a.md:3 Siden a har ingen titel. → Tag det ud."


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_logged(call: ast.Call) -> bool:
    """Return whether it is a note in the audit log, whose detail is data."""
    return ast.unparse(call.func) == "audit.note"


def _is_bare(node: ast.expr, known: Mapping[str, list[ast.expr]]) -> bool:
    """Return whether an argument is English that nobody can translate: words as a literal, an f-string, a format."""
    if isinstance(node, ast.Name):
        return any(_is_bare(each, {}) for each in known.get(node.id, ()))
    if isinstance(node, ast.IfExp):
        return _is_bare(node.body, known) or _is_bare(node.orelse, known)
    if isinstance(node, ast.BinOp):
        return _is_bare(node.left, known) or _is_bare(node.right, known)
    if isinstance(node, ast.Call):
        return _name(node) == "format" and isinstance(node.func, ast.Attribute) and _is_bare(node.func.value, known)
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values)
        return bool(WORDS.search(text))
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(WORDS.search(node.value))


def bare_english(source: str) -> Iterator[int]:
    """Yield the line of each call that tells somebody something in words that are not said."""
    tree = ast.parse(source)
    scopes = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.Module)]
    for scope in scopes:
        known: dict[str, list[ast.expr]] = {}
        inside = list(ast.walk(scope))
        for each in inside:
            if isinstance(each, ast.Assign) and isinstance(scope, ast.FunctionDef):
                for target in each.targets:
                    known.setdefault(getattr(target, "id", ""), []).append(each.value)
        for each in inside:
            if isinstance(each, ast.Call) and _name(each) in TELLING and not _is_logged(each):
                arguments = [*each.args, *(keyword.value for keyword in each.keywords)]
                if any(_is_bare(argument, known) for argument in arguments):
                    yield each.lineno


def test_nothing_is_told_in_words_that_cannot_be_translated() -> None:
    files = (path for room in ROOMS for path in (LMS / room).rglob("*.py") if path.name not in COMMANDS)
    found = {f"{path.relative_to(LMS)}:{line}" for path in files for line in bare_english(path.read_text("utf-8"))}
    assert found == set(), "say it: lms.sentences.say"


@pytest.mark.parametrize(
    "line",
    [
        'toml.problem(("a",), "The page has no title.", say("Add one."))',
        'raise Refused(place, f"It holds more than {most} texts.", say("Shorten it."))',
        'return Fault((), "There is no {}.".format(name), "")',
        'message = f"“{name}” is used twice."\n    findings.note("a.md", 1, message, remedy)',
        'tell("it was left out" if gone else "", say("a"))',
    ],
)
def test_bare_english_is_noticed(line: str) -> None:
    assert list(bare_english(f"def check():\n    {line}\n"))
    assert not list(bare_english('def check():\n    toml.problem(("a",), say("The page has no title."), near)\n'))
