"""Who may call what: the reviewed table against what really happens, and against what the views declare.

In the ordinary run HEAD and OPTIONS, which no view answers by itself, are tried on SQLite alone; `make soak` tries them
on both databases.
"""

from __future__ import annotations

import csv
import difflib
import os

import pytest
from flask import Flask

from lms.kernel.permissions import MEMBERS, Role, Undeclared, allow, allowed_of
from lms.web.shell import check_declared
from tests.support.installation import Installation
from tests.web.role_table import FILE, ROLES, Tried, try_all

REVIEWING = ("review", "review_page", "review_trial", "review_picture", "review_tried", "remark")
LEADS_TO_THE_DOOR = {"web.home", "people.sign_out"}
SECOND_FACTOR = (
    *("show_code", "show_passkey", "set_up_app", "set_up_passkey", "open_by_passkey"),
    *("by_password", "by_code", "by_passkey"),
)
DIRECTORY = "scim."
"""How the endpoints begin that a directory calls with its token: tests/doors/scim tries who may. Without one: 401."""
REMEDY = "Read the difference; where it is meant, `python -m tests.web.role_table > tests/web/role_table.csv`."


PROVIDERS_OWN = {("401", "lti.window"), ("403", "oidc.begin"), ("403", "oidc.callback")}
"""What a wrong pass, a way in that is switched off and an answer nobody asked for get, whoever comes."""


@pytest.fixture(scope="module")
def without(installation: Installation) -> frozenset[str]:
    """Return the methods that are not tried here."""
    everything = installation.database.is_sqlite or os.environ.get("LMS_SOAK") == "1"
    return frozenset() if everything else frozenset({"HEAD", "OPTIONS"})


@pytest.fixture(scope="module")
def tried(installation: Installation, without: frozenset[str]) -> Tried:
    """Return what came of calling everything as everyone."""
    return try_all(installation, without)


@pytest.mark.soak
def test_every_address_answers_every_visitor_as_reviewed(tried: Tried, without: frozenset[str]) -> None:
    reviewed = [line for line in FILE.read_text().splitlines() if next(csv.reader([line]))[1] not in without]
    found = tried.csv().splitlines()
    difference = "\n".join(difflib.unified_diff(reviewed, found, "reviewed", "found", n=0, lineterm=""))
    assert not difference, f"{difference}\n{REMEDY}"


def test_whom_a_view_does_not_name_is_turned_away_and_changes_nothing(tried: Tried) -> None:
    closed = [(cell, came) for cell, came in tried.outcomes if not tried.visitors.may(cell)]
    for cell, came in closed:
        expected = ("302 sign-in", "303 sign-in") if cell.role in ("anonymous", "suspended") else ("403",)
        assert came in expected, f"{cell.method} {cell.rule.rule} as {cell.role} gave {came}"
    assert tried.untouched
    assert len(closed) > 150


def test_whom_a_view_names_is_never_turned_away(tried: Tried) -> None:
    for cell, came in tried.outcomes:
        if cell.rule.endpoint.startswith(DIRECTORY):
            assert came == "401", f"{cell.method} {cell.rule.rule} as {cell.role} gave {came}"
        elif tried.visitors.may(cell):
            to_the_door = "sign-in" in came and cell.rule.endpoint not in LEADS_TO_THE_DOOR
            wrong_pass = (came, cell.rule.endpoint) in PROVIDERS_OWN
            refused = (came in ("401", "403", "405", "500") and not wrong_pass) or to_the_door
            assert not refused, f"{cell.method} {cell.rule.rule} as {cell.role} gave {came}"


def test_every_cell_is_tried(tried: Tried, installation: Installation, without: frozenset[str]) -> None:
    calls = [(rule.rule, set(rule.methods or ()) - without) for rule in installation.app.url_map.iter_rules()]
    every = {(rule, method, role) for rule, methods in calls for method in methods for role in ROLES}
    assert {(cell.rule.rule, cell.method, cell.role) for cell, _came in tried.outcomes} == every


def test_only_what_is_meant_for_everyone_is_open_to_everyone(installation: Installation) -> None:
    views = installation.app.view_functions
    rules = installation.app.url_map.iter_rules()
    open_ones = {rule.rule for rule in rules if Role.EVERYONE in (allowed_of(views[rule.endpoint]) or ())}
    assert {rule for rule in open_ones if not rule.startswith("/scim/v2/")} == {
        "/",
        "/language",
        "/healthz",
        "/metrics",
        "/sign-in",
        "/sign-in/passkey",
        "/sign-in/second",
        "/sign-in/second/app",
        "/sign-in/second/new-passkey",
        "/sign-in/second/passkey",
        "/sign-in/company",
        "/sign-in/oidc/<uuid:connection>",
        "/sign-in/oidc/<uuid:connection>/callback",
        "/sign-in/oidc/<uuid:connection>/left",
        "/sign-in/oidc/<uuid:connection>/sign-out",
        "/lti/icon.svg",
        "/lti/jwks",
        "/lti/launch",
        "/lti/login",
        "/lti/register/<token>",
        "/lti/window",
        "/verify",
        "/verify/<certificate>",
        "/calendar/<token>.ics",
        "/unsubscribe/<token>",
        "/review/<token>",
        "/review/<token>/<page>",
        "/review/<token>/<page>/remarks",
        "/review/<token>/media/<name>",
        "/review/<token>/tried",
    }


def test_every_address_that_checks_a_secret_says_so(installation: Installation) -> None:
    views = {name: view for name, view in installation.app.view_functions.items() if not name.startswith(DIRECTORY)}
    checking = {name for name, view in views.items() if view.__dict__.get("checks_secret")}
    reviewing = {f"drafts.{each}" for each in REVIEWING}
    second_factor = {f"second_factor.{each}" for each in SECOND_FACTOR}
    elsewhere = {"oidc.callback", "oidc.signed_out_there"}
    own = {"people.open_session", "certificates.verify", "calendar.feed"}
    assert checking == own | reviewing | second_factor | elsewhere


def test_an_undeclared_route_keeps_the_application_from_starting() -> None:
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/kept", view_func=allow(*MEMBERS)(lambda: ""), endpoint="kept")
    app.add_url_rule("/bare/<thing>", view_func=lambda thing: thing, endpoint="bare")
    with pytest.raises(Undeclared, match=r"@allow: /bare/<thing>$"):
        check_declared(app)


def test_a_declaration_without_a_role_is_none() -> None:
    with pytest.raises(Undeclared):
        allow()
