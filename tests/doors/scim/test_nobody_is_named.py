"""Whatever a directory is refused: the log says why, and names nobody."""

from __future__ import annotations

from typing import Any

from lms.kernel.permissions import Role
from tests.doors import planted
from tests.doors.scim.provisioning import BULK, DirectoryAtWork, group, user

LOGIN = "zyxwina-0077"


def test_no_refusal_names_whoever_it_is_about(directory: DirectoryAtWork) -> None:
    company = directory.company
    address = planted.mail(company)
    planted.planted(company, Role.HR)
    name = {"givenName": planted.FIRST, "familyName": planted.LAST}
    mails = [{"value": address, "type": "work", "primary": True}]
    asked: list[tuple[str, str, Any]] = [
        ("POST", "/Users", user(address, name=name, emails=mails)),
        ("POST", "/Users", user(LOGIN, name=name, emails=mails)),
        ("POST", "/Users", user(LOGIN * 40, name=name)),
        ("POST", "/Users", {**user(LOGIN, name=name), "emails": planted.NAME}),
        ("POST", "/Users", {**user(LOGIN), "active": planted.NAME}),
        ("POST", "/Users", {**user(LOGIN), "enterprise": {"manager": {"value": LOGIN}}}),
        ("POST", "/Users", user(LOGIN, enterprise={"manager": {"value": planted.SUBJECT}})),
        ("POST", "/Groups", group(planted.NAME, planted.SUBJECT)),
        ("POST", "/Groups", {**group("Team"), "members": [{"value": planted.SUBJECT, "display": planted.NAME}]}),
        ("POST", "/Users", f'{{"userName": "{planted.NAME}"'),
        ("POST", "/Bulk", {"schemas": [BULK], "Operations": [{"method": planted.NAME, "path": "/Users"}]}),
        ("GET", f'/Users?filter=userName sw "{address}" or nonsense {planted.FIRST}'.replace(" ", "%20"), None),
    ]
    for method, path, body in asked:
        answer = directory.ask(method, path, body)
        assert (method, path, answer.status_code >= 400 or method == "POST") == (method, path, True)
    made = directory.take_on("known@work.example")["id"]
    for step in (
        {"op": "replace", "path": "userName", "value": address},
        {"op": "replace", "path": "userName", "value": LOGIN * 40},
        {"op": "replace", "path": planted.FIRST, "value": planted.NAME},
        {"op": "replace", "path": f'emails[value eq "{address}"].nothing', "value": "x"},
        {"op": planted.NAME, "path": "title", "value": "x"},
        {"op": "replace", "path": "active", "value": planted.NAME},
    ):
        directory.patch(f"/Users/{made}", step)
    refused = [each for each in planted.noted(company) if each.outcome == "refused"]
    assert len(refused) >= 8
    assert all(each.told for each in refused), [(each.what, each.told) for each in refused]
    planted.erased(company)
    assert planted.found(company) == []


def test_what_helps_is_kept(directory: DirectoryAtWork) -> None:
    directory.take_on("anna@work.example")
    assert directory.ask("POST", "/Users", user("anna@work.example")).status_code == 409
    assert "the userName …@work.example" in planted.noted(directory.company)[-1].told
