"""People as a directory writes them: mapped, changed, ended and brought back, by the rules of HR's own hand."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from lms.doors.scim.schemas import ENTERPRISE, OURS
from lms.kernel.audit import AuditEntry
from lms.kernel.ledger import Job
from lms.kernel.permissions import Role
from lms.people.models import Person, PersonWord, SignIn
from tests.doors.scim.provisioning import BULK, DirectoryAtWork, group, user
from tests.support.company import Company


def mette(directory: DirectoryAtWork, **more: Any) -> dict[str, Any]:
    """Send somebody with everything that is mapped."""
    name = f"mette-{directory.company.marker}@work.example"
    given: dict[str, Any] = {
        "externalId": "0b51",
        "displayName": "Mette Holm",
        "name": {"givenName": "Mette", "familyName": "Holm"},
        "title": "Head of Service",
        "preferredLanguage": "da-DK",
        "timezone": "europe/copenhagen",
        "active": True,
        "emails": [{"value": name, "type": "work", "primary": True}, {"value": f"home-{name}", "type": "home"}],
        "addresses": [{"type": "work", "locality": "Aarhus", "country": "DK"}],
        "enterprise": {"department": "Service / Aarhus", "costCenter": "4711", "employeeNumber": "17"},
        "ours": {"hireDate": "2024-03-01T00:00:00Z", "jobSince": "2026-08-01"},
    }
    return directory.take_on(name, **{**given, **more})


def test_everything_mapped_is_a_column_and_comes_back_as_it_was_sent(directory: DirectoryAtWork) -> None:
    sent = mette(directory)
    person = directory.person(sent["id"])
    assert (person.name, person.job, person.location, person.cost_centre) == (
        "Mette Holm", "Head of Service", "Aarhus", "4711",
    )  # fmt: skip
    assert (person.language, person.time_zone) == ("da", "Europe/Copenhagen")
    assert (person.hire_date, person.job_since) == (date(2024, 3, 1), date(2026, 8, 1))
    assert directory.path_of(person.department_id) == ["Service", "Aarhus"]
    assert person.roles == {Role.LEARNER}
    got = directory.ask("GET", f"/Users/{sent['id']}").json
    assert got["preferredLanguage"] == "da-DK"
    assert got["timezone"] == "europe/copenhagen"
    assert got[ENTERPRISE] == {"department": "Service / Aarhus", "costCenter": "4711", "employeeNumber": "17"}
    assert got[OURS] == {"hireDate": "2024-03-01T00:00:00Z", "jobSince": "2026-08-01"}
    assert [each["value"] for each in got["emails"]][1].startswith("home-")


def test_what_hr_changes_is_what_the_directory_reads_and_a_put_without_it_leaves_it(directory: DirectoryAtWork) -> None:
    sent = directory.take_on("plain@work.example", displayName="Plain Person")
    before = directory.ask("GET", f"/Users/{sent['id']}")
    with directory.company.installation.database.writing() as session:
        person = session.get_one(Person, directory.person(sent["id"]).id)
        person.job, person.name = "Chosen by HR", "Named by HR"
    after = directory.ask("GET", f"/Users/{sent['id']}")
    assert (after.json["title"], after.json["displayName"]) == ("Chosen by HR", "Named by HR")
    assert after.headers["ETag"] != before.headers["ETag"]
    put = directory.ask("PUT", f"/Users/{sent['id']}", user("plain@work.example", displayName="Plain Person"))
    assert put.status_code == 200
    assert directory.person(sent["id"]).job == "Chosen by HR"
    assert directory.person(sent["id"]).name == "Plain Person"


@pytest.mark.parametrize(
    ("operation", "column", "value"),
    [
        ({"op": "Replace", "path": "active", "value": "False"}, "active", False),
        ({"op": "replace", "value": {"active": "False"}}, "active", False),
        ({"op": "replace", "path": "active", "value": ["False"]}, "active", False),
        (
            {"op": "Add", "path": 'emails[type eq "work"].value', "value": "new@work.example"},
            "email",
            "new@work.example",
        ),
        ({"op": "Add", "value": {'emails[type eq "work"].value': "new@work.example"}}, "email", "new@work.example"),
        ({"op": "REPLACE", "path": 'addresses[type eq "work"].locality', "value": "Odense"}, "location", "Odense"),
        ({"op": "Add", "path": f"{ENTERPRISE}:costCenter", "value": "99"}, "cost_centre", "99"),
        ({"op": "replace", "value": {f"{ENTERPRISE}:costCenter": "99", "title": "Chef"}}, "cost_centre", "99"),
        ({"op": "replace", "value": {"id": "as-okta-repeats-it", "title": "Chef"}}, "job", "Chef"),
        ({"op": "Add", "path": f"{OURS}:hireDate", "value": "20200131000000.0Z"}, "hire_date", date(2020, 1, 31)),
        ({"op": "Remove", "path": "title"}, "job", None),
        ({"op": "replace", "path": "preferredLanguage", "value": "sv"}, "language", "sv"),
        ({"op": "replace", "path": "preferredLanguage", "value": "fr-FR"}, "language", "da"),
    ],
)
def test_a_patch_as_entra_and_okta_write_it(
    directory: DirectoryAtWork, operation: dict[str, Any], column: str, value: Any
) -> None:
    identity = mette(directory)["id"]
    answer = directory.patch(f"/Users/{identity}", operation)
    assert answer.status_code == 204, answer.text
    assert getattr(directory.person(identity), column) == value


@pytest.mark.parametrize("form", ["value", "text", "list"])
def test_a_line_manager_in_every_form_they_are_sent_in(directory: DirectoryAtWork, form: str) -> None:
    above, below = mette(directory)["id"], directory.take_on("below@work.example")["id"]
    value: Any = {"value": {"value": above}, "text": above, "list": [{"value": above}]}[form]
    operation = {"op": "Add", "path": f"{ENTERPRISE}:manager", "value": value}
    assert directory.patch(f"/Users/{below}", operation).status_code == 204
    assert str(directory.person(below).manager_id) == above
    circle = directory.patch(f"/Users/{above}", {**operation, "value": {"value": below}})
    assert circle.status_code == 400
    assert "reports, directly or through others, to this person" in circle.json["detail"]
    stranger = directory.patch(f"/Users/{below}", {**operation, "value": {"value": str(uuid4())}})
    assert (stranger.status_code, stranger.json["scimType"]) == (400, "invalidValue")
    assert directory.patch(f"/Users/{below}", {"op": "Remove", "path": f"{ENTERPRISE}:manager"}).status_code == 204
    assert directory.person(below).manager_id is None


def test_ending_access_ends_sessions_on_the_next_request_and_giving_it_back_brings_no_session(
    directory: DirectoryAtWork, company: Company
) -> None:
    person = company.person()
    browser = company.browser(person)
    assert browser.get("/learn").status_code == 200
    off = {"op": "Replace", "path": "active", "value": "False"}
    assert directory.patch(f"/Users/{person.id}", off).status_code == 204
    assert browser.get("/learn").status_code == 302
    with company.installation.database.reading() as session:
        assert session.scalars(select(SignIn).where(SignIn.person_id == person.id)).all() == []
    assert directory.patch(f"/Users/{person.id}", {**off, "value": "True"}).status_code == 204
    assert directory.person(str(person.id)).active
    assert browser.get("/learn").status_code == 302


def test_who_is_deleted_is_not_there_and_comes_back_as_the_same_person(
    directory: DirectoryAtWork, company: Company
) -> None:
    sent = mette(directory)
    assert directory.ask("DELETE", f"/Users/{sent['id']}").status_code == 204
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        body = user(sent["userName"]) if method == "PUT" else None
        answer = (
            directory.patch(f"/Users/{sent['id']}", {"op": "remove", "path": "title"})
            if method == "PATCH"
            else (directory.ask(method, f"/Users/{sent['id']}", body))
        )
        assert answer.status_code == 404, method
    assert directory.ask("GET", f'/Users?filter=userName eq "{sent["userName"]}"').json["totalResults"] == 0
    assert not directory.person(sent["id"]).active
    other = directory.ask("POST", "/Users", user(sent["userName"], externalId="another"))
    assert (other.status_code, other.json["scimType"]) == (409, "uniqueness")
    again = mette(directory)
    assert again["id"] == sent["id"]
    assert directory.person(sent["id"]).active


def test_a_local_administrator_is_not_touched_until_an_administrator_lets_it(
    directory: DirectoryAtWork, company: Company
) -> None:
    admin, boss = company.person(Role.ADMIN), company.person(Role.ADMIN, Role.HR)
    sent = user(admin.email, displayName="Taken over")
    answer = directory.ask("POST", "/Users", sent)
    assert answer.status_code == 409
    assert "has a role here besides learning" in answer.json["detail"]
    named = directory.ask("POST", "/Users", user("x@work.example", emails=[{"value": admin.email.upper()}]))
    assert named.status_code == 409
    path = f"/Users/{admin.id}"
    assert directory.patch(path, {"op": "replace", "path": "active", "value": False}).status_code == 409
    assert directory.ask("PUT", path, sent).status_code == 409
    assert directory.ask("DELETE", path).status_code == 409
    plain = directory.take_on("plain@work.example")
    to_theirs = {"op": "replace", "path": "userName", "value": admin.email}
    assert directory.patch(f"/Users/{plain['id']}", to_theirs).status_code == 409
    assert directory.person(str(admin.id)).name == admin.name
    assert company.browser(boss).post("/admin/doors/scim/adoption", {"adopts": "y"}).status_code == 303
    adopted = directory.ask("POST", "/Users", sent)
    assert (adopted.status_code, adopted.json["id"]) == (201, str(admin.id))
    assert directory.person(str(admin.id)).roles == admin.roles


def test_no_role_is_given_and_a_new_address_lets_nobody_in_as_one_who_has_a_role(
    directory: DirectoryAtWork, company: Company
) -> None:
    sent = directory.take_on("risen@work.example", roles=[{"value": "admin", "primary": True}], userType="admin")
    assert directory.person(sent["id"]).roles == {Role.LEARNER}
    with company.installation.database.writing() as session:
        session.get_one(Person, directory.person(sent["id"]).id).roles = frozenset({Role.LEARNER, Role.HR})
    address = {"op": "replace", "path": "userName", "value": "attacker@work.example"}
    assert directory.patch(f"/Users/{sent['id']}", address).status_code == 409
    assert directory.person(sent["id"]).email == "risen@work.example"
    assert directory.patch(f"/Users/{sent['id']}", {"op": "replace", "path": "title", "value": "HR"}).status_code == 204
    assert directory.ask("DELETE", f"/Users/{sent['id']}").status_code == 204


def test_the_last_administrator_keeps_their_access(directory: DirectoryAtWork, company: Company) -> None:
    sent = directory.take_on("only@work.example")
    with company.installation.database.writing() as session:
        session.get_one(Person, directory.person(sent["id"]).id).roles = frozenset({Role.LEARNER, Role.ADMIN})
    answer = directory.patch(f"/Users/{sent['id']}", {"op": "replace", "path": "active", "value": False})
    assert answer.status_code == 403
    assert "last administrator" in answer.json["detail"]
    assert directory.person(sent["id"]).active


def test_who_hr_put_here_is_found_and_looked_after_from_then_on(directory: DirectoryAtWork, company: Company) -> None:
    person = company.person(job="Clerk")
    found = directory.ask("GET", f'/Users?filter=userName eq "{person.email.upper()}"').json["Resources"]
    assert [each["id"] for each in found] == [str(person.id)]
    upn = f"upn-{company.marker}@work.example"
    adopted = directory.take_on(upn, emails=[{"value": person.email, "type": "work"}], title="Chef")
    assert adopted["id"] == str(person.id)
    assert directory.person(adopted["id"]).job == "Chef"
    twice = directory.ask("POST", "/Users", user(upn))
    assert (twice.status_code, twice.json["scimType"]) == (409, "uniqueness")


def test_what_is_refused_is_said_in_the_words_hr_reads(directory: DirectoryAtWork) -> None:
    for sent, words in (
        (user("a@work.example", title="x" * 121), "is too long"),
        (user("a@work.example", ours={"hireDate": "31.02.2020"}), "is not a day"),
        (user("a@work.example", enterprise={"department": " / ".join("abcdefghijklm")}), "no path of departments"),
        (user("a@work.example", emails=[{"value": "no address"}]), "is not an address"),
        (user("x" * 321), "too long"),
        (user("a@work.example", nickName="x" * 70_000), "more than is kept"),
    ):
        answer = directory.ask("POST", "/Users", sent)
        assert (answer.status_code, answer.content_type) == (400, "application/scim+json")
        assert words in answer.json["detail"]
    assert directory.people() == 0


def test_rooms_that_listen_hear_of_it_and_it_is_written_down_as_the_directorys(directory: DirectoryAtWork) -> None:
    made = directory.ask("POST", "/Groups", group("Everybody by hand"))
    assert made.status_code == 201
    sent = mette(directory)
    directory.patch(f"/Users/{sent['id']}", {"op": "replace", "path": "title", "value": "Chef"})
    person = directory.person(sent["id"])
    with directory.company.installation.database.reading() as session:
        about = select(AuditEntry.action, AuditEntry.capacity, AuditEntry.actor_id)
        entries = session.execute(about.where(AuditEntry.subject_id == person.id).order_by(AuditEntry.id)).all()
        words = set(session.scalars(select(PersonWord.word).where(PersonWord.person_id == person.id)))
        mine = (Job.name == "groups.refresh", Job.organisation_id == person.organisation_id)
        asked = session.scalars(select(Job.arguments).where(*mine)).all()
    assert [tuple(each) for each in entries] == [
        ("scim.taken-on", "directory", None),
        ("person.changed", "directory", None),
    ]
    assert {"mette", "holm", "chef", "arhus"} <= words
    assert any(str(person.id) in str(each) for each in asked)


def test_many_operations_are_one_request_and_one_that_fails_takes_none_along(directory: DirectoryAtWork) -> None:
    new = [
        {
            "method": "POST",
            "path": "/Users",
            "bulkId": f"u{n}",
            "data": user(f"bulk{n}@work.example", displayName=f"Bulk {n}"),
        }
        for n in range(20)
    ]
    new[7]["data"] = user("bulk1@work.example")
    below = user("below@work.example", enterprise={"manager": {"value": "bulkId:u3"}})
    new.append({"method": "POST", "path": "/Users", "bulkId": "below", "data": below})
    members = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "Bulk",
        "members": [{"value": "bulkId:u0"}],
    }
    new.append({"method": "POST", "path": "/Groups", "bulkId": "g", "data": members})
    answer = directory.ask("POST", "/Bulk", {"schemas": [BULK], "Operations": new})
    assert answer.status_code == 200, answer.text
    states = [str(each["status"]) for each in answer.json["Operations"]]
    assert states == ["201"] * 7 + ["409"] + ["201"] * 14
    by_id = {each["bulkId"]: each.get("location", "").rpartition("/")[2] for each in answer.json["Operations"]}
    assert str(directory.person(by_id["below"]).manager_id) == by_id["u3"]
    assert directory.people() == 20
    too_many = {"schemas": [BULK], "Operations": new[:1] * 201}
    assert directory.ask("POST", "/Bulk", too_many).status_code == 413


def test_addresses_beside_the_one_in_use_find_somebody_too(directory: DirectoryAtWork) -> None:
    sent = mette(directory)
    for address, as_work in ((sent["emails"][0]["value"], 1), (sent["emails"][1]["value"], 0)):
        for asked, found in (
            (f'emails[type eq "work"].value eq "{address}"', as_work),
            (f'emails[type eq "work" and value eq "{address.upper()}"]', as_work),
            (f'emails eq "{address}"', 1),
            (f'emails[value eq "{address}"]', 1),
        ):
            assert directory.looked_for("/Users", asked).json["totalResults"] == found, asked
    assert directory.ask("GET", '/Users?filter=externalId eq "0b51"').json["totalResults"] == 1
    short = directory.ask("GET", f"/Users/{sent['id']}?attributes=userName").json
    assert set(short) == {"schemas", "id", "userName"}
