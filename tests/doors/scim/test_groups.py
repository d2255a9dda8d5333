"""Groups as a directory reads and writes them."""

from __future__ import annotations

from sqlalchemy import select

from lms.assigning.groups import rules
from lms.assigning.groups.models import GroupChange, GroupMember, PeopleGroup
from lms.assigning.groups.operations import make
from lms.doors.scim.models import ScimGroup
from lms.kernel.permissions import Role
from tests.doors.scim.provisioning import DirectoryAtWork, group
from tests.support.company import Company


def members(directory: DirectoryAtWork, identity: str) -> set[str]:
    """Return who stands in a group as it is read."""
    found = directory.ask("GET", f"/Groups/{identity}").json
    return {each["value"] for each in found.get("members", [])}


def test_a_group_is_made_filled_emptied_and_removed(directory: DirectoryAtWork, company: Company) -> None:
    first, second = (directory.take_on(f"{n}@work.example")["id"] for n in ("one", "two"))
    made = directory.ask("POST", "/Groups", group("Leaders", first, externalId="abc")).json
    path = f"/Groups/{made['id']}"
    assert directory.patch(path, {"op": "Add", "path": "members", "value": [{"value": second}]}).status_code == 204
    assert members(directory, made["id"]) == {first, second}
    assert directory.patch(path, {"op": "Remove", "path": "members", "value": [{"value": first}]}).status_code == 204
    assert directory.patch(path, {"op": "remove", "path": f'members[value eq "{second}"]'}).status_code == 204
    assert members(directory, made["id"]) == set()
    okta = {"op": "replace", "value": {"id": made["id"], "displayName": "All leaders"}}
    assert directory.patch(path, okta).status_code == 204
    found = directory.ask("GET", '/Groups?filter=displayName eq "all LEADERS"').json["Resources"]
    assert [(each["id"], each["externalId"]) for each in found] == [(made["id"], "abc")]
    with company.installation.database.reading() as session:
        causes = session.scalars(
            select(GroupChange.cause).where(GroupChange.organisation_id == company.organisation.id)
        )
        assert set(causes) == {"directory"}
    assert directory.ask("DELETE", path).status_code == 204
    assert directory.ask("GET", path).status_code == 404
    assert directory.ask("POST", "/Groups", group("All leaders", second)).status_code == 201


def test_a_group_by_rule_is_read_and_says_that_it_cannot_be_written(
    directory: DirectoryAtWork, company: Company
) -> None:
    hr = company.person(Role.HR)
    rule = rules.read({"field": "job", "is": ["Chef"]})
    with company.installation.database.writing() as session:
        made = make(session, company.actor(hr), "Chefs", rule, company.installation.clock.now(), fitting=())
    path = f"/Groups/{made.id}"
    assert directory.ask("GET", path).json["displayName"] == "Chefs"
    for answer in (
        directory.patch(path, {"op": "Add", "path": "members", "value": [{"value": str(hr.id)}]}),
        directory.ask("PUT", path, group("Other name")),
        directory.ask("DELETE", path),
    ):
        assert (answer.status_code, answer.json["scimType"]) == (400, "mutability")
        assert "follows a rule" in answer.json["detail"]


def test_names_are_taken_once_and_members_are_people_of_the_company(directory: DirectoryAtWork) -> None:
    first = directory.ask("POST", "/Groups", group("Leaders")).json
    taken = directory.ask("POST", "/Groups", group("LEADERS"))
    assert (taken.status_code, taken.json["scimType"]) == (409, "uniqueness")
    for sent in (group("Strangers", "019ab5e2-7c41-7a52-8c36-2f9d4e6b1a07"), group("No id", "x"), group(" ")):
        assert directory.ask("POST", "/Groups", sent).status_code == 400
    nested = {**group("Nested"), "members": [{"value": first["id"], "type": "Group"}]}
    assert "people, not groups" in directory.ask("POST", "/Groups", nested).json["detail"]


def test_a_change_of_members_is_another_version_and_an_old_one_is_refused(directory: DirectoryAtWork) -> None:
    one = directory.take_on("one@work.example")["id"]
    made = directory.ask("POST", "/Groups", group("Leaders")).json
    path, version = f"/Groups/{made['id']}", made["meta"]["version"]
    add = {"op": "Add", "path": "members", "value": [{"value": one}]}
    assert directory.patch(path, add, If_Match=version).status_code == 204
    assert directory.patch(path, {"op": "Remove", "path": "members"}, If_Match=version).status_code == 412
    assert directory.ask("GET", f"{path}?excludedAttributes=members").json.get("members") is None
    assert directory.ask("GET", f"/Users/{one}").json["groups"][0]["display"] == "Leaders"


def test_a_group_that_is_forgotten_takes_its_other_name_along(directory: DirectoryAtWork, company: Company) -> None:
    made = directory.ask("POST", "/Groups", group("Short", externalId="s")).json
    with company.installation.database.writing() as session:
        found = session.scalars(select(PeopleGroup).where(PeopleGroup.organisation_id == company.organisation.id)).one()
        session.delete(found)
        session.flush()
        assert session.scalars(select(ScimGroup).where(ScimGroup.external_id == "s")).all() == []
        assert session.scalars(select(GroupMember).where(GroupMember.group_id == found.id)).all() == []
    assert directory.ask("GET", f"/Groups/{made['id']}").status_code == 404
