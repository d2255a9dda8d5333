"""The tools of a draft, and those a trainer may copy; a copy gets a name and an identity of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.calculators.declared import Calculator
from lms.catalog.models import CalculatorVersion, Module, ModuleVersion, SourceFile
from lms.kernel.ids import new_id
from lms.kernel.permissions import Actor, scope_of
from lms.packs.calculator_files import RESERVED, SUFFIX
from lms.studio.calculators.part_text import Path, with_values
from lms.studio.calculators.sheet import Sheet
from lms.studio.drafts.models import Draft
from lms.tools.inputs import all_newest, newest_first

LONGEST_NAME: Final = 60
_NOT_IN_ADDRESS: Final = re.compile("[^a-z0-9]+")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "a", "ö": "o", "é": "e", "ü": "u"})


@dataclass(frozen=True)
class OwnTool:
    """A calculator of the draft: its name, and the path of its file."""

    name: str
    path: str


def own_tools(draft: Draft, paths: Collection[str]) -> list[OwnTool]:
    """Return the calculators of a draft in the order of their names."""
    folder = f"modules/{draft.slug}/"
    names = (path.removeprefix(folder) for path in paths if path.startswith(folder) and path.endswith(SUFFIX))
    return [OwnTool(each.removesuffix(SUFFIX), f"{folder}{each}") for each in sorted(names) if "/" not in each]


def path_of(draft: Draft, name: str) -> str:
    """Return where a draft's calculator lies."""
    return f"modules/{draft.slug}/{name}{SUFFIX}"


def tools_in_reach(session: Session, actor: Actor) -> list[Calculator]:
    """Return the newest version of every tool the trainer's organisation has, in the order of the shelf."""
    return all_newest(session, actor)


def source_of(session: Session, actor: Actor, name: str) -> str | None:
    """Return the text of the newest file of a tool within reach; None where there is none, or its file was not kept."""
    versions = (
        select(CalculatorVersion.version_id)
        .join(ModuleVersion, ModuleVersion.id == CalculatorVersion.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(scope_of(CalculatorVersion, actor), CalculatorVersion.name == name)
        .order_by(*newest_first())
    )
    version = session.scalars(versions.limit(1)).first() if name.isprintable() else None
    ends = SourceFile.path.endswith(f"/{name}{SUFFIX}", autoescape=True)
    content = session.scalar(select(SourceFile.content).where(SourceFile.version_id == version, ends).limit(1))
    return None if content is None else content.decode("utf-8")


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return an address made of words that no other tool has: "Our churn" gives `our-churn`, then `our-churn-2`."""
    plain = _NOT_IN_ADDRESS.sub("-", wanted.lower().translate(_LETTERS)).strip("-").lstrip("0123456789-")
    made = plain[:LONGEST_NAME].rstrip("-") or "tool"
    known = {*taken, *RESERVED}
    return next(
        each
        for number in range(1, len(known) + 2)
        if (each := made if number == 1 else f"{made}-{number}") not in known
    )


def copied(text: str, name: str, titled: Callable[[str, str], str]) -> str:
    """Return a calculator file under another name, title and identity; nothing else of it changes.

    `titled` makes the title of the copy of (the original's, the language it is in).
    """
    sheet = Sheet(f"{name}{SUFFIX}", text)
    title = sheet.head.known.get("title")
    changes: dict[Path, Any] = {("uuid",): str(new_id()), ("name",): name}
    for language, words in title.items() if isinstance(title, Mapping) else ():
        changes[("title", language)] = titled(str(words), language)
    head = with_values(sheet.head.text, changes, ("uuid", "name"))
    return "".join(head if each is sheet.head else each.text for each in sheet.parts)
