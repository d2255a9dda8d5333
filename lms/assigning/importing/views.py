"""The pages of people from a file: choosing it, what its columns are, what it would do, how far it is, what it did."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.importing import examining, files, leaving, listing, ordering
from lms.assigning.importing.choosing import Chosen
from lms.assigning.importing.mapping import FIELDS, LABELS, left_out
from lms.assigning.importing.models import CHANGED, CHECKED, ERROR, FAILED, NEW, READ, UNDONE, WORKING, PeopleImport
from lms.assigning.importing.refusing import MOST_BYTES, MOST_ROWS, text_of
from lms.assigning.importing.seen import seen_words
from lms.assigning.looking import note_look
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.people.values import Order, Wrong, read_date
from lms.web.context import actor, database, db, now

LEAVERS, KEPT = "leavers", "kept"
ORDERS: tuple[Order, ...] = ("dmy", "mdy")
LARGEST_NUMBER = 2**31 - 1


@allow(Role.HR)
def imports() -> ResponseReturnValue:
    """Show where to choose a file, and the earlier ones."""
    return start_page()


def start_page(refused: str = "", status: int = 200) -> ResponseReturnValue:
    """Return the page on which a file is chosen."""
    with database().reading() as session:  # where a file was refused, nothing has begun to write
        earlier = listing.imports(session, actor())
    limits = {"most_megabytes": MOST_BYTES >> 20, "most_rows": MOST_ROWS}
    return render_template("assigning/importing/start.html", earlier=earlier, refused=refused, **limits), status


@allow(Role.HR)
def page(identity: UUID) -> ResponseReturnValue:
    """Show the import where it is."""
    found = listing.one(db(), actor(), identity)
    if found.state == READ or (found.state == CHECKED and "columns" in request.args and files.is_kept(db(), identity)):
        return mapping_page(found, Chosen.of(found))
    if found.state in WORKING:
        return _shown("progress", found, stopped=ordering.has_stopped(db(), found))
    if found.state == FAILED:
        return _shown("refused", found, why=text_of(found.refused or {"code": "gone"}))
    if found.state == CHECKED:
        note_look(database(), actor(), "import", now())
        return preview_page(found)
    return _shown("result", found, left=listing.left(db(), actor(), found) if found.state == UNDONE else [])


@allow(Role.HR)
def progress(identity: UUID) -> ResponseReturnValue:
    """Say how far the import is, for the script that watches it."""
    found = listing.one(db(), actor(), identity)
    stopped = ordering.has_stopped(db(), found)
    working = found.state in WORKING and not stopped
    return {"working": working, "state": found.state, "done": found.done, "planned": found.planned}


def _shown(name: str, found: PeopleImport, **given: object) -> str:
    return render_template(f"assigning/importing/{name}.html", found=found, counts=found.counts, labels=LABELS, **given)


def mapping_page(found: PeopleImport, chosen: Chosen, refused: str = "", status: int = 200) -> ResponseReturnValue:
    """Return the page that says what each column is."""
    asks = examining.asks_for_order(found, [*chosen.mapping])
    return _shown(
        "mapping",
        found,
        chosen=chosen,
        refused=refused,
        fields=[(name, LABELS[name]) for name in FIELDS],
        sample=files.sample(db(), found.id),
        seen=seen_words(found),
        asks=asks,
        days={order: _day(asks, order) for order in ORDERS} if asks else {},
    ), status


def _day(text: str, order: Order) -> date | None:
    """Return the day that a date of the file would be, None where there is no such day."""
    try:
        return read_date(text, "hire_date", order)
    except Wrong:
        return None


def preview_page(found: PeopleImport, refused: str = "", status: int = 200) -> ResponseReturnValue:
    """Return the page that says what the import would do."""
    show = request.args.get("show", "")
    if show not in (*listing.TABS, LEAVERS, KEPT):
        show = next((each for each in (ERROR, NEW, CHANGED) if found.counts.get(each)), "same")
    people = show in (LEAVERS, KEPT)
    given = _people(found, show) if people else _rows(found, show)
    return _shown(
        "preview",
        found,
        show=show,
        refused=refused,
        seen=seen_words(found),
        left_out=left_out(found.header, found.mapping),
        losing=leaving.losing(db(), found) if found.counts.get("leavers") else None,
        kept_file=files.is_kept(db(), found.id),
        **given,
    ), status


def _rows(found: PeopleImport, show: str) -> dict[str, object]:
    after = max(0, min(request.args.get("after", 0, int), LARGEST_NUMBER))
    lines, number = listing.lines(db(), actor(), found, show, after)
    following = url_for("importing.page", identity=found.id, show=show, after=number) if number else None
    return {"lines": lines, "people": [], "following": following, "after": after}


def _people(found: PeopleImport, show: str) -> dict[str, object]:
    seen = read_id(request.args.get("id", ""))
    after = (request.args.get("name", "")[:200], seen) if seen else None
    people = leaving.page(db(), found, after, listing.PAGE + 1, kept=show == KEPT)
    shown, following = people[: listing.PAGE], None
    if len(people) > listing.PAGE:
        last = shown[-1]
        following = url_for("importing.page", identity=found.id, show=show, name=last.name, id=last.id)
    return {"lines": [], "people": shown, "following": following, "after": after}
