"""Filters that the database answers find whom the library's own evaluation finds, whoever wrote what of whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any
from uuid import UUID

import pytest
from scim2_models import ScimFilter
from sqlalchemy import select

from lms.doors.scim import reading, searching
from lms.doors.scim.desk import Desk, Directory
from lms.doors.scim.narrowing import narrowed
from lms.doors.scim.schemas import ENTERPRISE, PROVIDER, USERS, model_of
from lms.kernel.permissions import Role
from lms.people.models import Department, Person
from tests.doors.scim.provisioning import DirectoryAtWork, group
from tests.support.company import Company

ROUNDS = 300
TEXTS = ("Head of Service", "head", "SERVICE", "Ærø", "ÆRØ", "é", "e\u0301", "Σ", "σας", "100%", "a_b", "", "\\", "İ")
TEXT = (
    "title", "displayName", "name.givenName", "name.familyName", "name.formatted", "name.middleName", "nickName",
    "userType", "preferredLanguage", "timezone", "externalId", "userName", "emails", "emails.value", "emails.type",
    "emails.display", "groups.display", f"{ENTERPRISE}:department", f"{ENTERPRISE}:costCenter",
    f"{ENTERPRISE}:employeeNumber", f"{ENTERPRISE}:organization", f"{ENTERPRISE}:division",
)  # fmt: skip
MOMENTS = ("meta.created", "meta.lastModified")
ENTRIES = ("emails", "groups")
OPERATORS = ("eq", "ne", "co", "sw", "ew")


def settled(directory: DirectoryAtWork, company: Company) -> None:
    """Fill a company with people of every history: sent, changed here since, only here, without address, ended."""
    marker = company.marker
    for number, text in enumerate(TEXTS):
        name = f"{number}-{marker}@work.example"
        sent: dict[str, Any] = {
            "externalId": text or None,
            "displayName": f"{text} {number}",
            "name": {"givenName": text or "Given", "familyName": f"{text}sen"},
            "title": text or None,
            "nickName": text,
            "preferredLanguage": ("da-DK", "sv", "fr")[number % 3],
            "enterprise": {"department": f"{text or 'None'} / Team {number % 3}", "costCenter": text or "c"},
        }
        emails = [
            {"value": name, "type": "work", "primary": True},
            {"value": f"{text}home-{name}", "type": "home", "display": text},
            {"value": f"other-{name}"},
        ]
        sent["emails"] = emails[: number % 4] if number % 4 else None
        known = {key: value for key, value in sent.items() if value is not None}
        user = directory.take_on(name if number % 5 else f"no-address-{number}", **known)
        if number % 4 == 1:
            changed(company, user["id"], f"New {text or 'job'}", number)
        if number % 6 == 2:
            off = {"op": "replace", "path": "active", "value": False}
            assert directory.patch(f"/Users/{user['id']}", off).status_code == 204
        if number % 6 == 4:
            assert directory.patch(f"/Users/{user['id']}", {"op": "remove", "path": "active"}).status_code == 204
        company.installation.clock.forward(seconds=60)
    company.person(Role.HR, name="Ærø HR", job="head of service", department_id=_a_department(company))
    company.person(name="Nobody Sent")
    users = directory.ask("GET", "/Users?count=200").json["Resources"]
    for name, few in (("Ærø leaders", users[:5]), ("Head", users[3:8])):
        assert directory.ask("POST", "/Groups", group(name, *(each["id"] for each in few))).status_code == 201


def changed(company: Company, identity: str, text: str, number: int) -> None:
    """Let HR change somebody."""
    with company.installation.database.writing() as session:
        person = session.get_one(Person, UUID(identity))
        person.job, person.name, person.cost_centre = text, text, None
        if number % 3:
            person.email = f"changed-{number}@{company.marker}.example"
        person.department_id = _a_department(company) if number % 2 else None


def _a_department(company: Company) -> UUID:
    with company.installation.database.reading() as session:
        mine = Department.organisation_id == company.organisation.id
        return session.scalars(select(Department.id).where(mine).order_by(Department.name.desc()).limit(1)).one()


@contextmanager
def at_work(company: Company) -> Iterator[Desk]:
    """Give the directory's place to work at."""
    there = company.installation
    with there.database.reading() as session, PROVIDER:
        yield Desk(session, Directory.of(company.organisation.id), there.clock.now())


class Asking:
    """Makes up filters."""

    def __init__(self, chance: Random, users: list[dict[str, Any]], moments: list[str]) -> None:
        """Ask about these."""
        self._chance, self._moments = chance, moments
        self._ids = [each["id"] for each in users]
        self._texts = [*TEXTS, *(text for each in users for text in _texts(each))]

    def filter(self, depth: int = 0) -> str:
        """Return one."""
        kind = self._chance.random() if depth < 3 else 1
        if kind < 0.25:
            joined = f" {self._chance.choice(['and', 'or'])} "
            return joined.join(f"({self.filter(depth + 1)})" for _ in range(self._chance.choice([2, 3])))
        if kind < 0.4:
            return f"not ({self.filter(depth + 1)})"
        one = self._chance.choice([*[self._any_text] * 3, self._entry, self._entry, *self._others])
        return one()

    @property
    def _others(self) -> list[Callable[[], str]]:
        pick = self._chance.choice
        return [
            lambda: f"{pick([*TEXT, 'emails', 'groups', 'active'])} pr",
            lambda: f"active {pick(['eq', 'ne'])} {pick(['true', 'false', 'null'])}",
            lambda: f'{pick(MOMENTS)} {pick(["gt", "ge", "lt", "le", "eq", "ne"])} "{pick(self._moments)}"',
            lambda: f'{pick(["id", "groups.value", "groups"])} {pick(["eq", "ne"])} "{pick(self._ids)}"',
            lambda: f"{pick([name for name in TEXT if name[:6] not in ENTRIES])} {pick(['eq', 'ne', 'co'])} null",
        ]

    def _any_text(self) -> str:
        return self._compare(self._chance.choice(TEXT))

    def _entry(self) -> str:
        if self._chance.random() < 0.3:
            return f"groups[{self._inside('display', 'type')}]"
        primary = self._chance.choice(["primary eq true", "primary ne true", "primary pr", "display pr"])
        return f"emails[{self._inside('value', 'type', 'display')} {self._chance.choice(['and', 'or'])} {primary}]"

    def _inside(self, *names: str) -> str:
        parts = [self._compare(self._chance.choice(names)) for _ in range(self._chance.choice([1, 2]))]
        found = self._chance.choice([" and ", " or "]).join(parts)
        return f"not ({found})" if self._chance.random() < 0.2 else f"({found})"

    def _compare(self, name: str) -> str:
        text = self._chance.choice(self._texts)
        if self._chance.random() < 0.4 and len(text) > 2:
            begin = self._chance.randrange(len(text) - 1)
            text = text[begin : begin + self._chance.choice([1, 3, 6])]
        if self._chance.random() < 0.3:
            text = text.upper()
        return f"{name} {self._chance.choice(OPERATORS)} {json.dumps(text)}"


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def test_the_database_finds_whom_the_library_finds(directory: DirectoryAtWork, company: Company) -> None:
    settled(directory, company)
    chance = Random(20261123)  # noqa: S311  - filters, the same each time
    with at_work(company) as desk:
        rows = desk.session.execute(reading.everybody(desk)).all()
        users = reading.users(desk, rows)
        everybody = [reading.as_resource(each) for each in users]
        shown = directory.ask("GET", "/Users?count=200").json["Resources"]
        moments = sorted({each["meta"][name] for each in shown for name in ("created", "lastModified")})
        asking, found_some = Asking(chance, shown, moments), 0
        for _ in range(ROUNDS):
            text = asking.filter()
            asked: Any = ScimFilter.__class_getitem__(model_of(USERS))(text)
            condition, unsaid = narrowed(desk, asked)
            assert not unsaid, text
            found = {row[0].id for row in desk.session.execute(reading.everybody(desk, condition))}
            wanted = {UUID(each.id) for each in everybody if asked.match(each)}
            assert found == wanted, text
            found_some += 0 < len(found) < len(everybody)
        assert found_some > ROUNDS / 3, "the filters tell people apart"


@pytest.mark.parametrize(
    ("asked", "unsaid"),
    [
        ('title gt "x"', "title gt"),
        ('addresses.locality eq "Aarhus"', "addresses.locality eq"),
        ('active eq true and not (phoneNumbers[type eq "work"])', "phoneNumbers"),
        ('groups.value co "0"', "groups.value co"),
    ],
)
def test_what_cannot_be_asked_of_the_database_is_named_where_there_are_too_many(
    directory: DirectoryAtWork, monkeypatch: pytest.MonkeyPatch, asked: str, unsaid: str
) -> None:
    for number in range(3):
        directory.take_on(f"{number}@work.example", title="x")
    assert directory.looked_for("/Users", asked).status_code == 200
    monkeypatch.setattr(searching, "MOST", 2)
    refused = directory.looked_for("/Users", asked)
    assert (refused.status_code, refused.json["scimType"]) == (400, "tooMany")
    assert f"because of: {unsaid}." in refused.json["detail"]
    assert directory.looked_for("/Users", 'title co "X" and not (displayName pr)').status_code == 200
    sorted_so = directory.ask("GET", "/Users?sortBy=title")
    assert "sortBy title" in sorted_so.json["detail"]


def test_any_size_is_filtered_by_the_database(
    directory: DirectoryAtWork, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled(directory, company)
    monkeypatch.setattr(searching, "MOST", 0)
    for asked in (
        "active eq true", 'displayName co "r"', 'title ne "x"', 'emails[type eq "work"].value pr', "not (title pr)",
        'emails[type eq "work" and value co "@work"]', 'name.familyName sw "Æ" or groups pr',
        f'{ENTERPRISE}:department co "team"', 'meta.lastModified gt "2020-01-01T00:00:00Z" and externalId pr',
    ):  # fmt: skip
        answer = directory.looked_for("/Users", asked)
        assert answer.status_code == 200, answer.text
        assert answer.json["totalResults"] > 0, asked
