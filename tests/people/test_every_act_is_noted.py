"""No act of HR, trainers and administrators without an entry, no entry without words: every route and every code."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeGuard

from flask import Flask
from sqlalchemy import select

import lms
from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role, allow
from lms.people import history
from lms.people.auditing.leaving_a_trace import is_watched
from lms.people.models import Organisation
from lms.web.context import SAFE_METHODS, my
from tests.support.company import Company
from tests.support.installation import Installation

IN_HISTORY = "the draft's own history keeps who wrote what, for as long as the draft"
WRITES_NOTHING = {
    "roster.find_person": "leads to a page; the page notes that it was opened",
    "second_factor.find": "leads to a page; the page notes that it was opened",
    "groups.preview": "shows whom a rule would take, and stores nothing",
    "oidc.check": "asks the provider whether it answers; the door's own log keeps that",
    "scorm.send": "makes a file of what is published; the door's own log keeps who took it",
    "lti.trial": "asks the platform whether it answers; the door's own log keeps that",
    "drafts.save": IN_HISTORY,
    "drafts.outline_save": IN_HISTORY,
    "drafts.arrange": IN_HISTORY,
    "drafts.add_page": IN_HISTORY,
    "drafts.add_language": IN_HISTORY,
    "drafts.undo": IN_HISTORY,
    "drafts.restore": IN_HISTORY,
    "drafts.locks": "says for two minutes who writes where, and nothing of it is kept",
    "drafts.add_comment": "stands under its writer's name",
    "drafts.resolve": "says beside the remark who resolved it",
    **dict.fromkeys(
        (f"draft_quizzes.{each}" for each in ("act", "add", "add_picture", "begin", "bring", "keeping")), IN_HISTORY
    ),
    **dict.fromkeys(
        (f"draft_tools.{each}" for each in ("begin", "choose", "keep", "keep_source", "point")), IN_HISTORY
    ),
    **dict.fromkeys(
        (f"studio.{each}_medium" for each in ("caption", "describe", "remove", "rename", "replace", "upload")),
        IN_HISTORY,
    ),
    "pages.save": IN_HISTORY,
    "studio.translated": IN_HISTORY,
    "studio.translation_import": IN_HISTORY,
    "studio.translation_languages": IN_HISTORY,
    "studio.translation_order": IN_HISTORY,
    "studio.translation_preview": "shows what a file of translations would change, and stores nothing",
    "draft_tools.tool_again": "works a tool out for who tries it, and stores nothing",
    "pages.trial": "tries the questions of a page out, and stores nothing",
    "pages.tried": "takes what a trainer tried in a preview, and stores nothing",
    "studio.trial": "tries a question out, and stores nothing",
    "studio.scene_trial": "tries a scene out, and stores nothing",
}
"""Unsafe routes that leave no entry, each with its reason."""

NOTED_BELOW = {
    **dict.fromkeys(
        (f"oidc.{each}" for each in ("add_domain", "change", "create", "remove_domain", "switch")),
        "doors/oidc/connections.py",
    ),
    "oidc.remove": "doors/oidc/removing.py",
    "scim_settings.make_token": "people/tokens.py",
    "scim_settings.revoke_token": "people/tokens.py",
    "second_factor.reset": "people/second_factor/telling.py",
}
"""Unsafe routes whose entry is written by what they call, which the shell's commands call too: in which file."""

SOURCE = Path(lms.__file__).parent


def _unsafe(app: Flask) -> list[str]:
    rules = app.url_map.iter_rules()
    return sorted({rule.endpoint for rule in rules if (rule.methods or set()) - SAFE_METHODS})


def test_every_unsafe_route_of_theirs_has_words_for_its_entry_or_a_reason_for_none(installation: Installation) -> None:
    watched = [each for each in _unsafe(installation.app) if is_watched(installation.app, each)]
    views = installation.app.view_functions
    silent = [each for each in watched if not history.is_described(each) and not _notes_itself(views[each])]
    assert set(silent) - WRITES_NOTHING.keys() - NOTED_BELOW.keys() == set()
    assert [
        file
        for file in NOTED_BELOW.values()
        if "AuditEntry(" not in (text := (SOURCE / file).read_text()) and "audit.note(" not in text
    ] == []
    assert WRITES_NOTHING.keys() <= set(watched), "an exception that is no route any more"
    assert len(watched) > 60


def _notes_itself(view: Callable[..., Any]) -> bool:
    """Return whether a view, or what it calls by name, writes an entry under a code of its own, which has words."""
    names = {node.id for node in ast.walk(ast.parse(inspect.getsource(view))) if isinstance(node, ast.Name)}
    called = [view.__globals__[name] for name in sorted(names) if inspect.isfunction(view.__globals__.get(name))]
    return any("audit.note(" in inspect.getsource(each) for each in (view, *called))


def test_what_is_not_watched_is_open_to_every_member(installation: Installation) -> None:
    views = installation.app.view_functions
    for endpoint in _unsafe(installation.app):
        if not is_watched(installation.app, endpoint):
            assert views[endpoint].__dict__["allowed"] & {Role.LEARNER, Role.EVERYONE}, endpoint


def _entries(company: Company) -> list[tuple[str, str]]:
    with company.installation.database.reading() as session:
        ours = AuditEntry.organisation_id == company.organisation.id
        found = session.execute(select(AuditEntry.action, AuditEntry.capacity).where(ours))
        return [(row.action, row.capacity) for row in found]


def test_an_act_that_its_room_forgets_to_note_is_noted_all_the_same(company: Company) -> None:
    app, calls = company.installation.app, list[str]()

    @allow(Role.ADMIN)
    def forgetful() -> tuple[str, int] | str:
        organisation = my(Organisation).one_or_404()
        calls.append("called")
        if len(calls) < 3:  # the first only looks, the second refuses after it has written
            if len(calls) == 2:
                organisation.currency = "SEK"
                return "refused", 422
            return "looked"
        organisation.currency = "NOK"
        return "done"

    kept = app.view_functions["people.save_settings"]
    app.view_functions["people.save_settings"] = forgetful
    try:
        admin = company.browser(company.person(Role.ADMIN))
        for expected in ([], [], [("people.save_settings", "admin")]):
            admin.post("/admin")
            assert _entries(company) == expected
    finally:
        app.view_functions["people.save_settings"] = kept


def test_what_a_room_notes_itself_is_not_noted_twice(company: Company) -> None:
    admin = company.browser(company.person(Role.ADMIN))
    form = {"name": "New name", "currency": "SEK", "language": "da", "time_zone": "Europe/Copenhagen"}
    admin.post("/admin", form)
    assert [action for action, _capacity in _entries(company)] == ["organisation.changed"]


def test_every_code_in_the_source_has_words() -> None:
    found = {code: place for path in SOURCE.rglob("*.py") for code, place in _codes(path)}
    assert {code: place for code, place in found.items() if not history.is_described(code)} == {}
    assert {"person.changed", "curriculum.retired", "extension.asked", "cohort.meeting-off"} <= found.keys()


def test_words_are_words_and_no_codes(installation: Installation) -> None:
    with installation.app.test_request_context():
        for action in history.actions():
            said = history.said(action)
            assert said != action
            assert said[0].isupper(), said


def _codes(path: Path) -> Iterator[tuple[str, str]]:
    """Yield every code that a file hands to the list, with where it stands."""
    source = path.read_text()
    if "audit" not in source:
        return
    tree = ast.parse(source)
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef | ast.Module):
            for call in _calls(scope):
                for code in _values(call, scope, tree):
                    yield code, f"{path.relative_to(SOURCE)}:{call.lineno}"


def _calls(scope: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in ("audit.note", "audit.note_many", "_tell", "AuditEntry") or called.endswith("ending.note"):
                yield node


def _values(call: ast.Call, scope: ast.AST, tree: ast.AST) -> Iterator[str]:
    """Yield the codes an argument can be: written there, one of two, or what its variable was set to."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "action"] or call.args
    for argument in given:
        names = {argument.id} if isinstance(argument, ast.Name) else set[str]()
        looked = [argument]
        for node in ast.walk(scope if names else ast.Module([], [])):
            if isinstance(node, ast.Assign) and any(ast.unparse(each) in names for each in node.targets):
                looked.append(node.value)
        for each in looked:
            yield from (
                node.value for node in ast.walk(each) if isinstance(node, ast.Constant) and _is_code(node.value)
            )


def _is_code(value: object) -> TypeGuard[str]:
    return (
        isinstance(value, str)
        and not value.endswith(".")
        and value.count(".") >= 1
        and value.replace(".", "").replace("-", "").isalpha()
    )
