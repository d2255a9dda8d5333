"""The pictures of a way as its page shows them: at their touchpoints, with what can be done about them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from flask import g, request, url_for
from flask_babel import gettext as _

from lms.calculators.declared import Table
from lms.calculators.tables import NAME, labels_of
from lms.kernel.ids import read_id
from lms.tools.journeys.pictures import Picture, in_rows, known
from lms.tools.printed import harmless
from lms.tools.showing import ShownCalculator
from lms.web.context import actor, db, secret


@dataclass(frozen=True)
class ShownPicture:
    """One picture at its touchpoint. `point`: what the touchpoint is called; `words`: what the picture shows."""

    picture: Picture
    point: str
    address: str

    @property
    def words(self) -> str:
        """Return what it shows: in its owner's words, or that it is of this touchpoint."""
        return self.picture.words or str(_("Picture of %(point)s", point=self.point))


@dataclass(frozen=True)
class WayPictures:
    """The pictures of one way. `rows`: the person's own; none while the example stands there.

    `removed`: a picture that was removed just now, and the place its touchpoint has among the rows.
    """

    shown: ShownCalculator
    table: Table
    rows: list[dict[str, Any]]
    known: dict[UUID, Picture]
    removed: tuple[UUID, int] | None = None

    @property
    def can_change(self) -> bool:
        """Return whether pictures can be added and removed here."""
        return self.shown.scenario is None or self.shown.scenario.is_open

    @cached_property
    def points(self) -> list[tuple[str, str]]:
        """Return (what a form sends, what it is called) of every touchpoint."""
        return [(f"{at}:{self.rows[at][NAME]}", label) for at, label in enumerate(labels_of(self.rows))]

    @cached_property
    def by_row(self) -> list[ShownPicture | None]:
        """Return the picture of each row, None where it has none."""
        labels = labels_of(self.rows)
        return [self._at(each, labels[at]) for at, each in enumerate(in_rows(self.rows))]

    def _at(self, wanted: UUID | None, label: str) -> ShownPicture | None:
        found = None if wanted is None else self.known.get(wanted)
        return None if found is None else ShownPicture(found, label, address_of(self.shown, found.id))

    @property
    def all(self) -> list[ShownPicture]:
        """Return the pictures along the way, from the first touchpoint to the last."""
        return [each for each in self.by_row if each is not None]

    def at(self, position: int) -> ShownPicture | None:
        """Return the picture of a row."""
        return self.by_row[position] if 0 <= position < len(self.by_row) else None

    @property
    def page(self) -> str:
        """Return {id: {"address", "words", "width", "height"}} for the script that moves pictures with their rows."""
        told = {
            str(each.picture.id): {
                "address": each.address,
                "words": each.picture.words,
                "width": each.picture.width,
                "height": each.picture.height,
            }
            for each in self.all
        }
        return harmless(json.dumps({"unworded": str(_("Picture of %(point)s", point="{point}")), "pictures": told}))


def address_of(shown: ShownCalculator, picture: UUID) -> str:
    """Return where a picture is: of a scenario there, because a colleague it is shared with may look at it there."""
    if shown.scenario is not None:
        return url_for("tools.scenario_picture", identity=shown.scenario.id, picture=picture)
    return url_for("tools.picture", identity=picture)


def way_of(shown: ShownCalculator) -> Table | None:
    """Return the table of a calculator that is a way, or None."""
    return next((each for each in shown.calculator.tables if each.curve), None)


def pictures_of(shown: ShownCalculator) -> WayPictures | None:
    """Return the pictures of a calculator's way, read once a request; None where none of its tables is a way."""
    kept: dict[str, WayPictures] = g.setdefault("way_pictures", {})
    table = way_of(shown)
    if table is not None and shown.context not in kept:
        kept[shown.context] = _read(shown, table)
    return kept.get(shown.context)


def _read(shown: ShownCalculator, table: Table) -> WayPictures:
    rows = list(shown.own.get(table.name) or ())
    owner = shown.scenario.owner if shown.scenario else None
    removed = _removed(rows)
    wanted = {each for each in in_rows(rows) if each} | ({removed[0]} if removed else set())
    found = known(db(), owner or actor().person_id, wanted, secret())
    return WayPictures(shown, table, rows, found, removed if removed and removed[0] in found else None)


def _removed(rows: list[dict[str, Any]]) -> tuple[UUID, int] | None:
    """Return what the address says was removed just now, while its touchpoint is there and has no other picture."""
    picture, at = read_id(request.args.get("removed", "")), request.args.get("point", "")
    sound = picture is not None and at.isascii() and at.isdigit() and len(at) <= 3
    pictures = in_rows(rows)
    if not sound or picture is None or int(at) >= len(rows) or pictures[int(at)] is not None:
        return None
    return picture, int(at)
