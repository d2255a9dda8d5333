"""A page about queries: what each is for, the statement on few lines, the database's plan, and the indexes it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import fill, wrap

WIDTH = 100
LONGEST = 1_400
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
PURPOSES = (
    (r"INTERSECT", "Who has, for each of several typed words, a word that begins so: ranges of one index, compared."),
    (r"person_word.*LIMIT.*AS count|count.*FROM person_word", "How many people have a word that begins as typed."),
    (r"FROM person_word", "Whose words begin as typed."),
    (r"AS hire_date", "Every count of the exceptions in one statement, each by an index of its own."),
    (r"FROM assigned JOIN person .*ORDER BY person.name", "One page of the names behind an exception, by name."),
    (r"module_version.document, module.slug, enrolment", "What one person takes or took, under today's titles."),
    (
        r"FROM assigned .*curriculum_section",
        "What one learner has been given, with its modules and what is done.",
    ),
    (r"FROM assigned .*GROUP BY", "How each curriculum goes, counted from the rows that hold each person's standing."),
    (r"FROM assigned .*person_id = ", "What one person was given."),
    (r"FROM report_", "What a report shows: counted once for all by a job, and read from there."),
    (r"person.manager_id = ", "Who reports to one person."),
    (r"WITH RECURSIVE", "The people of a department and of all inside it."),
    (r"FROM group_member", "Who is in a group."),
    (r"count\(\*\).*FROM \(SELECT person.id", "How many people fit what was asked, counted no further than is shown."),
    (r"SELECT person.id FROM person", "One page of the list of people, in its order."),
    (r"FROM person", "What is shown of the people of one page."),
    (r"FROM module", "The modules on the shelf."),
    (r"FROM department", "The departments to choose from."),
)
PLAIN = "One of the queries of this page."
SQLITE_INDEX = re.compile(r"SEARCH (\w+).*?USING (?:COVERING )?INDEX (\S+)(?: \(([^)]*)\))?")
POSTGRESQL_INDEX = re.compile(r"(?:using|Bitmap Index Scan on) (\w+)(?: on (\w+))?")
IDENTITY = re.compile(r"'[0-9a-f]{8}-[0-9a-f-]{27}'(::uuid)?")
MANY = re.compile(r"\{[^{}]{80,}\}")


@dataclass(frozen=True)
class Heavy:
    """One query of one page: how long it takes by the bare driver, in ms, and the database's plan."""

    page: str
    ms: float
    statement: str
    plan: str


HEAD = (
    "HR's pages and a learner's home are opened in an organisation of {size} people with eight modules each, in a tree "
    "of 296 departments, with a curriculum that was given to everybody. Of everything those pages ask, these five take "
    "each database longest, the longest first. How long that is stands in [the figures](figures.md).",
    "This page is written by `python -m bench.plans`, which builds the organisation on both databases and takes the "
    "plans from them. Ids and long lists of values are left out.",
)


def intro(size: int) -> str:
    """Return the head of the page."""
    said = (_said(each.format(size=f"{size:,}")) for each in HEAD)
    return "\n\n".join(["# The five heaviest queries", *said]) + "\n"


def section(kind: str, found: Iterable[Heavy]) -> str:
    """Return one database's queries."""
    parts = [f"## {NAMES[kind]}\n"]
    for number, heavy in enumerate(found, 1):
        statement = short(heavy.statement)
        parts.append(f"### {number}. On “{heavy.page}”\n")
        parts.append(_said(f"{purpose(heavy.statement)} {served(kind, heavy.plan)}") + "\n")
        parts.append(f"```sql\n{statement}\n```\n\n```text\n{_shown(heavy.plan)}\n```\n")
    return "\n".join(parts)


def purpose(statement: str) -> str:
    """Return what a statement is for."""
    words = re.sub(r"\s+", " ", statement)
    return next((said for sign, said in PURPOSES if re.search(sign, words)), PLAIN)


def served(kind: str, plan: str) -> str:
    """Return a sentence on the indexes a plan takes."""
    taken = dict.fromkeys(_sqlite(plan) if kind == "sqlite" else _postgresql(plan))
    if not taken:
        return "No index serves it: it reads a small table whole."
    *some, last = taken
    return f"It takes {', '.join(some)} and {last}." if some else f"It takes {last}."


def _sqlite(plan: str) -> Iterable[str]:
    for table, index, columns in SQLITE_INDEX.findall(plan):
        if index.startswith("sqlite_autoindex"):
            yield f"the key `{table} ({re.sub('[=<>?]+', '', columns).replace(' AND ', ', ')})`"
        else:
            yield f"the index `{index}`"


def _postgresql(plan: str) -> Iterable[str]:
    for index, _table in POSTGRESQL_INDEX.findall(plan):
        yield f"the index `{index}`"


def short(statement: str) -> str:
    """Return a statement on few lines; of a long one only its beginning."""
    words = re.sub(r"\s+", " ", statement).strip()
    words = words if len(words) <= LONGEST else f"{words[:LONGEST]} …"
    words = re.sub(r" (FROM|WHERE|GROUP BY|ORDER BY|LIMIT|LEFT OUTER JOIN|JOIN|UNION|INTERSECT) ", r"\n\1 ", words)
    return "\n".join(_folded(line) for line in words.splitlines())


def _shown(plan: str) -> str:
    """Return a plan without the ids of one day."""
    text = MANY.sub("{…}", IDENTITY.sub("'…'", plan))
    return "\n".join(line if len(line) <= 2 * WIDTH else f"{line[: 2 * WIDTH]} …" for line in text.splitlines())


def _folded(line: str) -> str:
    return "\n".join(wrap(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))


def _said(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
