"""One part of a calculator file as text: a value is changed in its own line, and nothing else of the part is touched.

A part is a table with its sub-tables, or the head of the file. A place in it is a path below that table:
`("label", "da")`, or `("columns", 0, "unit")` for the first of its `[[tables.columns]]`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lms.studio.calculators.toml_values import dotted, written

Path = tuple[str | int, ...]

_NAME: Final = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_DOTTED: Final = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADER: Final = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]\]?[ \t]*(?:#.*)?\r?\n?")
_KEY: Final = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_QUIET: Final = re.compile(r"[ \t]*(?:#.*)?\r?\n?")


class Unreadable(ValueError):
    """A part that is no TOML: only its text can be changed."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One statement, header, remark or empty line with its line end. `at`: what it says, below the part's table."""

    text: str
    sort: str
    at: Path = ()


def values_of(text: str) -> dict[str, Any]:
    """Return what a part says, as the table it is: {"name": …, "label": {…}}. Raises `Unreadable`."""
    found: Any = _loaded(text)
    pieces = _pieces(text)
    for header in [each for each in pieces if each.sort == "header"][:1]:
        for key in _names(_header(header.text)):
            found = found[key]
            found = found[0] if isinstance(found, list) else found
    return dict(found)


def with_values(text: str, changes: Mapping[Path, Any], order: Sequence[str] = ()) -> str:
    """Return a part with some values set, or taken away where they are None. Raises `Unreadable`.

    A value that is not there yet comes behind those of the keys before it in `order`.
    """
    pieces = _pieces(text)
    for path, value in changes.items():
        if value is not None or _holds(pieces, path):
            pieces = _changed(pieces, path, value, order)
    return "".join(each.text for each in pieces)


def with_section(text: str, header: str, name: str, body: str) -> str:
    """Return a part with one more `[[header]]` behind the last of its sub-tables called `name`, or at its end."""
    pieces = _pieces(text)
    last = next((at for at in range(len(pieces), 0, -1) if pieces[at - 1].at[:1] == (name,)), len(pieces))
    before, after = "".join(each.text for each in pieces[:last]), "".join(each.text for each in pieces[last:])
    return f"{before.rstrip()}\n\n[[{header}]]\n{body.strip()}\n{after and _apart(after)}"


def without_section(text: str, place: Path) -> str:
    """Return a part without one of its sub-tables, `("columns", 1)`, and without what stands below that."""
    pieces = _pieces(text)
    return "".join(each.text for each in pieces if each.at[: len(place)] != place).rstrip() + "\n"


def with_sections(text: str, order: Mapping[str, Sequence[int]]) -> str:
    """Return a part with its sub-tables of each name in another order, each with its remarks and what is below it."""
    pieces = _pieces(text)
    for name, numbers in order.items():
        blocks = {number: [each for each in pieces if each.at[:2] == (name, number)] for number in numbers}
        following = iter([each for number in numbers for each in blocks[number]])
        pieces = [next(following) if each.at[:1] == (name,) else each for each in pieces]
    return "".join(each.text if each.text.endswith("\n") else each.text + "\n" for each in pieces)


def _apart(text: str) -> str:
    return text if text.startswith("\n") else "\n" + text


def _loaded(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise Unreadable(str(error)) from None


def _pieces(text: str) -> list[_Piece]:
    """Cut a part into its pieces; what stands below a header belongs to it, empty lines and remarks too."""
    _loaded(text)
    found: list[_Piece] = []
    counts: Counter[tuple[str, ...]] = Counter()
    section: Path = ()
    top: tuple[str, ...] | None = None
    for sort, piece in _statements(text):
        if sort == "header":
            names = _names(_header(piece))
            if top is None:
                top = names
            else:
                section = _section(names[len(top) :], piece.lstrip().startswith("[["), counts)
            found.append(_Piece(piece, sort, section))
        else:
            found.append(_Piece(piece, sort, (*section, *_names(_key(piece))) if sort == "pair" else section))
    return found


def _section(names: tuple[str, ...], is_list: bool, counts: Counter[tuple[str, ...]]) -> Path:  # noqa: FBT001
    """Return where a sub-table stands: a number behind each name that is a list."""
    if is_list:
        counts[names] += 1
    path: Path = ()
    for length in range(1, len(names) + 1):
        path = (*path, names[length - 1])
        if counts[names[:length]]:
            path = (*path, counts[names[:length]] - 1)
    return path


def _statements(text: str) -> Iterator[tuple[str, str]]:
    lines = text.splitlines(keepends=True)
    at = 0
    while at < len(lines):
        line = lines[at]
        if _HEADER.fullmatch(line):
            yield "header", line
        elif _QUIET.fullmatch(line):
            yield "quiet", line
        else:
            end = next((end for end in range(at + 1, len(lines) + 1) if _whole("".join(lines[at:end]))), None)
            if end is None:
                raise Unreadable(line)
            yield "pair", "".join(lines[at:end])
            at = end - 1
        at += 1


def _whole(text: str) -> bool:
    if any(text.count(mark) % 2 for mark in ("'''", '"""')):
        return False
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _header(piece: str) -> str:
    found = _HEADER.fullmatch(piece)
    return found[2] if found else ""


def _key(piece: str) -> str:
    found = _KEY.match(piece)
    if found is None:
        raise Unreadable(piece)
    return found[1]


def _names(key: str) -> tuple[str, ...]:
    """Return the parts of a dotted key."""
    found: Any = tomllib.loads(f"{key} = 0")
    names: list[str] = []
    while isinstance(found, dict):
        ((name, found),) = found.items()
        names.append(name)
    return tuple(names)


def _holds(pieces: Sequence[_Piece], path: Path) -> bool:
    """Return whether anything is said at a path, below it, or in a table around it."""
    pairs = [each.at for each in pieces if each.sort == "pair"]
    return any(at[: len(path)] == path or path[: len(at)] == at for at in pairs)


def _changed(pieces: list[_Piece], path: Path, value: Any, order: Sequence[str]) -> list[_Piece]:
    for at, each in enumerate(pieces):
        if each.sort != "pair":
            continue
        if each.at == path:
            return [*pieces[:at], *_pair(each, value), *pieces[at + 1 :]]
        if path[: len(each.at)] == each.at:
            inner = _inside(_value(each), path[len(each.at) :], value)
            return [*pieces[:at], *_pair(each, inner), *pieces[at + 1 :]]
    if isinstance(value, Mapping) or value is None:
        pieces = [each for each in pieces if not (each.sort == "pair" and each.at[: len(path)] == path)]
    return pieces if value is None else _added(pieces, path, value, order)


def _inside(found: Any, path: Path, value: Any) -> Any:
    """Return an inline value with what is at a path within it changed."""
    if not path:
        return value
    copy: Any = list(found) if isinstance(found, list) else dict(found) if isinstance(found, Mapping) else {}
    key: Any = path[0]
    inner = copy[key] if (isinstance(copy, list) or key in copy) else {}
    changed = _inside(inner, path[1:], value)
    if changed is None:
        del copy[key]
    else:
        copy[key] = changed
    return copy


def _pair(piece: _Piece, value: Any) -> list[_Piece]:
    """Return a statement with another value: its key, its indent and its remark stay as they are."""
    if value is None:
        return []
    if value == _value(piece) and type(value) is type(_value(piece)):
        return [piece]
    head = piece.text[: (_KEY.match(piece.text) or re.match("", "")).end()]  # type: ignore[union-attr]
    end = "\r\n" if piece.text.endswith("\r\n") else "\n"
    text = written(value)
    return [_Piece(f"{head} {text}{_remark(piece)}{end}", "pair", piece.at)]


def _value(piece: _Piece) -> Any:
    found: Any = tomllib.loads(piece.text)
    for name in _names(_key(piece.text)):
        found = found[name]
    return found


def _remark(piece: _Piece) -> str:
    """Return the remark behind a statement of one line, with the space before it."""
    line = piece.text.rstrip("\r\n")
    for at in (number for number, sign in enumerate(line) if sign == "#" and "\n" not in line):
        if _whole(line[:at]):
            return line[len(line[:at].rstrip()) :]
    return ""


def _added(pieces: list[_Piece], path: Path, value: Any, order: Sequence[str]) -> list[_Piece]:
    section = _section_of(pieces, path)
    key = path[len(section) :]
    piece = _Piece(f"{dotted(tuple(map(str, key)))} = {written(value)}\n", "pair", path)
    at, spaced = _place(pieces, section, str(key[0]), order)
    if at and not pieces[at - 1].text.endswith("\n"):
        pieces = [*pieces[: at - 1], _Piece(pieces[at - 1].text + "\n", *_rest(pieces[at - 1])), *pieces[at:]]
    gap = [_Piece("\n", "quiet", section)] if spaced else []
    return [*pieces[:at], *gap, piece, *pieces[at:]]


def _rest(piece: _Piece) -> tuple[str, Path]:
    return piece.sort, piece.at


def _section_of(pieces: Sequence[_Piece], path: Path) -> Path:
    """Return the innermost sub-table that a path lies in."""
    there = [each.at for each in pieces if each.sort == "header" and path[: len(each.at)] == each.at]
    return max([each for each in there if len(each) < len(path)], key=len, default=())


def _place(pieces: Sequence[_Piece], section: Path, key: str, order: Sequence[str]) -> tuple[int, bool]:
    """Return before which piece a new key goes, and whether an empty line keeps it apart, as in the head of a file."""
    inside = [
        (number, str(each.at[len(section)]))
        for number, each in enumerate(pieces)
        if each.sort == "pair" and len(each.at) > len(section) and _is_in(pieces, each.at, section)
    ]
    rank = {name: number for number, name in enumerate(order)}
    same = [number for number, name in inside if name == key]
    earlier = same or [number for number, name in inside if rank.get(name, 0) <= rank.get(key, len(rank))]
    if earlier:
        return earlier[-1] + 1, not same and not section and _is_spaced(pieces, earlier[-1])
    header = [number for number, each in enumerate(pieces) if each.sort == "header" and each.at == section]
    return (header[0] + 1 if header else 0), False


def _is_in(pieces: Sequence[_Piece], at: Path, section: Path) -> bool:
    """Return whether a statement stands in a sub-table itself, not in one below it."""
    return at[: len(section)] == section and _section_of(pieces, at) == section


def _is_spaced(pieces: Sequence[_Piece], last: int) -> bool:
    """Return whether empty lines stand between the statements around a place."""
    return pieces[0].sort != "header" and last + 1 < len(pieces) and not pieces[last + 1].text.strip()
