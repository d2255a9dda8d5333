"""The pages on groups: the list, one group with its members and why they are in it, its history, its file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.assigning.groups import explaining, reading, rules, wording
from lms.assigning.groups.forms import AddressesForm, PeopleForm, UndoForm
from lms.assigning.groups.members_by_hand import Pasted
from lms.assigning.groups.models import PeopleGroup
from lms.assigning.groups.names import names_of
from lms.assigning.groups.wording import Said, said
from lms.assigning.looking import Reach, note_look
from lms.kernel.database import Database
from lms.kernel.ids import read_id
from lms.kernel.permissions import Role, allow
from lms.tools.exports.rows import safe
from lms.web.context import actor, database, db, now
from lms.web.forms import Confirmation
from lms.web.streaming import NoTurn, come_back, sent_in_pieces

FOUND = 10
"""People that a search for somebody to put in shows."""
HEADS = ("name", "email", "department", "job", "since")


@allow(Role.HR)
def groups() -> ResponseReturnValue:
    """Show every group with how many are in it, and what uses it; one that was removed can be brought back."""
    every = reading.all_groups(db(), actor())
    return render_template(
        "assigning/groups/groups.html",
        groups=[each for each in every if not each.retired],
        retired=[each for each in every if each.retired],
        uses=reading.uses(db(), actor(), every),
        removed=read_id(request.args.get("removed", "")),
        form=Confirmation(),
    )


@allow(Role.HR)
def group(group: UUID) -> ResponseReturnValue:
    """Show one group: its rule or how to put people in, and its members with why each is there."""
    found = reading.one(db(), actor(), group)
    note_look(database(), actor(), "", now(), Reach("group", found.id, narrowed=bool(request.args.get("q"))))
    return group_page(found)


def group_page(
    group: PeopleGroup, status: int = 200, *, pasted: Pasted | None = None, undo: datetime | None = None
) -> ResponseReturnValue:
    """Return a group's page; `pasted` says what became of a list of addresses, `undo` what can be taken back."""
    word, find = (request.args.get(name, "")[:100].strip() for name in ("q", "find"))
    members, following = reading.members_page(db(), group, word, _after())
    return (
        render_template(
            "assigning/groups/group.html",
            group=group,
            words=rule_in_words(group),
            members=members,
            following=following,
            reasons=explaining.explain_all(db(), group, [each.id for each in members], now()),
            uses=reading.uses_of(db(), actor(), group),
            word=word,
            is_further=_after() is not None,
            find=find,
            found=reading.strangers(db(), actor(), group, find, FOUND) if find and group.rule is None else [],
            form=PeopleForm(formdata=None),
            addresses=AddressesForm(formdata=None),
            pasted=pasted,
            undo=UndoForm(formdata=None, at=undo.isoformat()) if undo else _to_undo(),
        ),
        status,
    )


def rule_in_words(group: PeopleGroup) -> Said | None:
    """Return a group's rule in words, None for one made by hand."""
    if group.rule is None:
        return None
    rule = rules.read(group.rule)
    return said(rule, names_of(db(), group.organisation_id, rule))


def _after() -> tuple[str, str] | None:
    name, identity = request.args.get("after"), request.args.get("id", "")
    return (name, identity) if name and read_id(identity) else None


def _to_undo() -> UndoForm | None:
    """Return the form that takes back what the address says was just done."""
    form = UndoForm(formdata=None, at=request.args.get("done", "")[:40])
    return form if form.moment() else None


@allow(Role.HR)
def history(group: UUID) -> ResponseReturnValue:
    """Show who came and who went, when and because of what."""
    found = reading.one(db(), actor(), group)
    note_look(database(), actor(), "", now(), Reach("group", found.id))
    before = UndoForm(formdata=None, at=request.args.get("before", "")[:40]).moment()
    moments, more = reading.history(db(), found, before)
    return render_template(
        "assigning/groups/history.html", group=found, moments=moments, more=more, causes=wording.CAUSES
    )


@allow(Role.HR)
def members_file(group: UUID) -> ResponseReturnValue:
    """Send the members as CSV, in portions, so that a hundred thousand take no more memory than a hundred."""
    found = reading.one(db(), actor(), group)
    note_look(database(), actor(), "", now(), Reach("group", found.id), taken=True)
    try:
        return sent_in_pieces(_rows(database(), found), actor().person_id, "group.csv")
    except NoTurn as refused:
        return come_back(refused, url_for("groups.group", group=found.id))


def _rows(database: Database, group: PeopleGroup) -> Iterator[bytes]:
    """Yield the file in portions, each read by itself, so that a slow line holds nothing open."""
    yield ("\ufeff" + _line(HEADS)).encode()
    after: reading.After | None = None
    while True:
        with database.reading() as session:
            members, after = reading.members_page(session, group, after=after, rows=reading.PORTION)
        rows = ((m.name, m.email, m.department or "", m.job or "", m.since.isoformat()) for m in members)
        yield "".join(map(_line, rows)).encode()
        if after is None:
            return


def _line(cells: Any) -> str:
    written = StringIO(newline="")
    csv.writer(written).writerow([safe(each) for each in cells])
    return written.getvalue()
