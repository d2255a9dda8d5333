"""Changing a TOML text: only what differs is written anew, everything else stays byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from lms.questions.text import KeyPath
from lms.studio.quizzes.toml_blocks import Block, Statement, blocks_of, keys_of, statements_of, text_of
from lms.studio.quizzes.toml_values import is_list_of_tables, key_text, pairs_text, table_text, value_text

Table = Mapping[str, Any]


def changed(text: str, before: Table, after: Table, at: KeyPath = ()) -> str:
    """Return the text with what differs between two readings of the table `at` a path set to the later one.

    Both are what a form reads of that table, so what it does not know stays. Of lists of tables entries are known by
    their `id`, and else by what they hold.
    """
    for key in dict.fromkeys([*before, *after]):
        path, old, new = (*at, key), before.get(key), after.get(key)
        if old == new and (key in before) == (key in after):
            continue
        if key not in after:
            text = without(text, path)
        elif isinstance(new, Mapping) and new and (isinstance(old, Mapping) or (old is None and _is_group(new))):
            text = changed(text, old or {}, new, path)
        elif _are_entries(old) and isinstance(new, list) and _are_tables(new) and _entry_count(text, path):
            text = _entries(text, old or [], new, path)
        else:
            text = with_value(text, path, new)
    return text


def with_value(text: str, path: KeyPath, value: Any) -> str:
    """Return the text with a value at a path, in the place of what stood there, else behind its neighbours."""
    blocks = blocks_of(text)
    if is_list_of_tables(value) and not _is_inline(blocks, path):
        return _with_list(without(text, path), path, value)
    if isinstance(value, Mapping) and value and not _is_text(value) and _has_siblings(blocks, path):
        return _with_block(without(text, path), path, table_text(path, value, many=False), like=path[:-1])
    if any(block.path[: len(path)] == path for block in blocks):
        text = without(text, path)
        blocks = blocks_of(text)
    at, home = _home(blocks, path)
    rest = path[len(home.path) :]
    blocks[at] = _with_statement(home, _names(rest), value)
    return text_of(blocks)


def without(text: str, path: KeyPath) -> str:
    """Return the text without what stands at a path; where nothing does, as it is."""
    kept = [block for block in blocks_of(text) if block.path[: len(path)] != path]
    return text_of([_without(block, path) for block in kept])


def arranged(text: str, path: KeyPath, order: Sequence[int | Table]) -> str:
    """Return the text with a list of tables in another order: entries by their places, new ones as tables."""
    blocks = blocks_of(text)
    groups: dict[int, list[Block]] = {}
    for block in blocks:
        if block.path[: len(path)] == path:
            groups.setdefault(int(block.path[len(path)]), []).append(block)
    spot = next((at for at, block in enumerate(blocks) if block.path[: len(path)] == path), None)
    if spot is None:
        return _with_list(text, path, [each for each in order if not isinstance(each, int)])
    entries = [text_of(groups[each]) if isinstance(each, int) else table_text(path, each, many=True) for each in order]
    others = [block for block in blocks if block.path[: len(path)] != path]
    return _joined([text_of(blocks[:spot]), *entries, text_of(others[spot:])])


def _entries(text: str, old: Sequence[Table], new: Sequence[Table], path: KeyPath) -> str:
    places = _same(old, new)
    for place, entry in zip(places, new, strict=True):
        if place is not None:
            text = changed(text, old[place], entry, (*path, place))
    order = [entry if place is None else place for place, entry in zip(places, new, strict=True)]
    if order == [*range(len(old))]:
        return text
    order = [*order, *range(len(old), _entry_count(text, path))]  # entries beyond what a form shows stay
    return arranged(text, path, order) if order else without(text, path)


def _entry_count(text: str, path: KeyPath) -> int:
    """Return how many entries of a list stand under headers of their own."""
    return len({block.path[: len(path) + 1] for block in blocks_of(text) if block.path[: len(path)] == path})


def _same(old: Sequence[Table], new: Sequence[Table]) -> list[int | None]:
    """Return for each new entry the place of the one it was, None for one that was not there."""
    found: list[int | None] = [None] * len(new)
    free = dict(enumerate(old))
    for same in (_same_id, _same_content, _any):
        for at, entry in enumerate(new):
            if found[at] is None:
                place = next((place for place, each in free.items() if same(each, entry, old, new)), None)
                if place is not None:
                    found[at] = place
                    del free[place]
    return found


def _same_id(one: Table, other: Table, _old: Sequence[Table], _new: Sequence[Table]) -> bool:
    return bool(one.get("id")) and one.get("id") == other.get("id")


def _same_content(one: Table, other: Table, _old: Sequence[Table], _new: Sequence[Table]) -> bool:
    return json.dumps(one, sort_keys=True, default=str) == json.dumps(other, sort_keys=True, default=str)


def _any(one: Table, other: Table, old: Sequence[Table], new: Sequence[Table]) -> bool:
    """Take what is left in order: entries without ids, or whose id was given anew; only where none came or went."""
    return len(old) == len(new) or not (one.get("id") and other.get("id"))


def _are_entries(value: object) -> bool:
    return isinstance(value, list) and bool(value) and _are_tables(value)


def _are_tables(values: Sequence[object]) -> bool:
    return all(isinstance(each, Mapping) for each in values)


def _is_group(value: Table) -> bool:
    """Whether a table holds named tables that hold texts: topics."""
    inner = [each for each in value.values() if isinstance(each, Mapping)]
    return len(inner) == len(value) and any(isinstance(each, Mapping) for table in inner for each in table.values())


def _is_inline(blocks: Sequence[Block], path: KeyPath) -> bool:
    """Whether a statement, and no header, says what stands at a path or around it."""
    if any(block.path[: len(path)] == path for block in blocks):
        return False
    home = _home(blocks, path)[1]
    names = _names(path[len(home.path) :])
    return any(each.path and each.path == names[: len(each.path)] for each in statements_of(home.body))


def _is_text(value: Table) -> bool:
    return all(not isinstance(each, Mapping) for each in value.values())


def _has_siblings(blocks: Sequence[Block], path: KeyPath) -> bool:
    return any(len(block.path) >= len(path) > 1 and block.path[: len(path) - 1] == path[:-1] for block in blocks) or (
        len(path) == 2 and not any(_at(statement, path[:1]) for statement in statements_of(blocks[0].body))
    )


def _home(blocks: Sequence[Block], path: KeyPath) -> tuple[int, Block]:
    """Return the block whose statements say what stands at a path."""
    fitting = [(at, block) for at, block in enumerate(blocks) if block.path == path[: len(block.path)] != path]
    return max(fitting, key=lambda found: len(found[1].path))


def _names(path: KeyPath) -> tuple[str, ...]:
    return tuple(str(key) for key in path)


def _at(statement: Statement, path: KeyPath) -> bool:
    return bool(statement.path) and statement.path[: len(path)] == tuple(path)


def _with_statement(block: Block, path: tuple[str, ...], value: Any) -> Block:
    statements = statements_of(block.body)
    for at, each in enumerate(statements):
        if each.path and len(each.path) < len(path) and each.path == path[: len(each.path)]:
            inside = _put(each.value, path[len(each.path) :], value)
            statements[at] = _rewritten(each, inside)
            return _with_body(block, statements)
    fresh = Statement(path, pairs_text(path, value))
    same = [at for at, each in enumerate(statements) if _at(each, path)]
    if same:
        own = statements[same[0]]
        if len(same) == 1 and own.path == path and not isinstance(value, Mapping):
            fresh = _rewritten(own, value)
        kept = [each for at, each in enumerate(statements) if at not in same[1:]]
        kept[same[0]] = fresh
        return _with_body(block, kept)
    spot = _spot(statements, path)
    if spot and not statements[spot - 1].text.endswith("\n"):
        statements[spot - 1] = Statement(statements[spot - 1].path, statements[spot - 1].text + "\n")
    return _with_body(block, [*statements[:spot], fresh, *statements[spot:]])


def _rewritten(statement: Statement, value: Any) -> Statement:
    """Return a statement with another value, its indentation and spelling of the key kept."""
    key, _equals, _rest = statement.text.partition("=")
    if keys_of(key) != statement.path:
        key = key_text(statement.path) + " "
    return Statement(statement.path, f"{key}= {value_text(value)}\n")


def _spot(statements: Sequence[Statement], path: tuple[str, ...]) -> int:
    """Return where a new statement belongs: behind the one that shares most of its key, else behind the last."""
    for shared in range(len(path) - 1, 0, -1):
        near = [at for at, each in enumerate(statements) if _at(each, path[:shared])]
        if near:
            return near[-1] + 1
    plain = [at for at, each in enumerate(statements) if each.path]
    return plain[-1] + 1 if plain else 0


def _put(table: Any, path: tuple[str, ...], value: Any) -> Any:
    if not path:
        return value
    if isinstance(table, list):
        at = int(path[0])
        return [*table[:at], _put(table[at], path[1:], value), *table[at + 1 :]]
    inside = table if isinstance(table, Mapping) else {}
    return {**inside, path[0]: _put(inside.get(path[0]), path[1:], value)}


def _without(block: Block, path: KeyPath) -> Block:
    if path[: len(block.path)] != block.path or path == block.path:
        return block
    names = _names(path[len(block.path) :])
    statements: list[Statement] = []
    for each in statements_of(block.body):
        if each.path and len(each.path) < len(names) and each.path == names[: len(each.path)]:
            statements.append(_rewritten(each, _taken(each.value, names[len(each.path) :])))
        elif not _at(each, names):
            statements.append(each)
    return _with_body(block, statements)


def _taken(table: Any, path: tuple[str, ...]) -> Any:
    if not isinstance(table, Mapping) or path[0] not in table:
        return table
    if len(path) == 1:
        return {key: value for key, value in table.items() if key != path[0]}
    return {**table, path[0]: _taken(table[path[0]], path[1:])}


def _with_body(block: Block, statements: Sequence[Statement]) -> Block:
    return Block(block.path, block.header, text_of(statements), block.many)


def _with_list(text: str, path: KeyPath, entries: Sequence[Table]) -> str:
    written = [table_text(path, entry, many=True) for entry in entries]
    return _with_block(text, path, "\n".join(written), like=path[:-1]) if written else text


def _with_block(text: str, path: KeyPath, written: str, like: KeyPath) -> str:
    """Put a new block behind the last one below `like`; below the whole file that is its end."""
    blocks = blocks_of(text)
    below = [at for at, block in enumerate(blocks) if block.path[: len(like)] == tuple(like)]
    spot = (below[-1] if below else 0) + 1
    return _joined([text_of(blocks[:spot]), written, text_of(blocks[spot:])])


def _joined(texts: Sequence[str]) -> str:
    """Return texts one below the other with an empty line between them; what ends as it should stays as it is."""
    filled = [text for text in texts if text]
    parts = [text if text.endswith("\n") else text + "\n" for text in filled]
    return "".join(
        part if at == len(parts) - 1 or part.endswith("\n\n") or part == "\n" else part + "\n"
        for at, part in enumerate(parts)
    )
