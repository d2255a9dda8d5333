"""Two companies: what is the other's is not there, in whatever place its id is put; and nothing of it leaks."""

from __future__ import annotations

from typing import Any

import pytest

from lms.doors.scim.schemas import ENTERPRISE
from tests.doors.scim.provisioning import BULK, DirectoryAtWork, group, user


def settled(directory: DirectoryAtWork) -> dict[str, str]:
    """Fill a company; its marker stands in every text."""
    marker = directory.company.marker
    above = directory.take_on(f"above@{marker}.example", displayName=f"Above {marker}", externalId=f"a{marker}")
    below = directory.take_on(
        f"below@{marker}.example",
        displayName=f"Below {marker}",
        title=f"Job {marker}",
        enterprise={"department": f"Department {marker}", "manager": {"value": above["id"]}},
    )
    team = directory.ask("POST", "/Groups", group(f"Group {marker}", below["id"], externalId=f"g{marker}")).json
    return {"above": above["id"], "below": below["id"], "group": team["id"]}


def test_ids_of_another_company_find_nothing_anywhere(
    directory: DirectoryAtWork, other_directory: DirectoryAtWork
) -> None:
    mine, theirs = settled(directory), settled(other_directory)
    before = [other_directory.ask("GET", path).data for path in ("/Users", "/Groups")]
    change = {"op": "replace", "path": "title", "value": "Taken"}
    manager = {"op": "add", "path": f"{ENTERPRISE}:manager", "value": {"value": theirs["above"]}}
    member = {"op": "add", "path": "members", "value": [{"value": theirs["below"]}]}
    answers: list[tuple[Any, int]] = [
        (directory.ask("GET", f"/Users/{theirs['below']}"), 404),
        (directory.ask("PUT", f"/Users/{theirs['below']}", user("x@work.example")), 404),
        (directory.patch(f"/Users/{theirs['below']}", change), 404),
        (directory.ask("DELETE", f"/Users/{theirs['below']}"), 404),
        (directory.ask("GET", f"/Groups/{theirs['group']}"), 404),
        (directory.ask("PUT", f"/Groups/{theirs['group']}", group("Taken")), 404),
        (directory.patch(f"/Groups/{theirs['group']}", member), 404),
        (directory.ask("DELETE", f"/Groups/{theirs['group']}"), 404),
        (directory.patch(f"/Users/{mine['below']}", manager), 400),
        (directory.patch(f"/Groups/{mine['group']}", member), 400),
        (directory.ask("POST", "/Groups", group("New", theirs["below"])), 400),
        (
            directory.ask("POST", "/Users", user("n@work.example", enterprise={"manager": {"value": theirs["above"]}})),
            400,
        ),
    ]
    for answer, status in answers:
        assert answer.status_code == status, answer.text
    bulk = [
        {"method": "DELETE", "path": f"/Users/{theirs['below']}"},
        {"method": "PATCH", "path": f"/Users/{theirs['above']}", "data": {"Operations": [change]}},
        {"method": "PUT", "path": f"/Groups/{theirs['group']}", "data": group("Taken")},
        {"method": "DELETE", "path": f"/Users/{mine['below']}"},
    ]
    found = directory.ask("POST", "/Bulk", {"schemas": [BULK], "Operations": bulk})
    assert [str(each["status"]) for each in found.json["Operations"]] == ["404", "404", "404", "204"]
    assert [other_directory.ask("GET", path).data for path in ("/Users", "/Groups")] == before


def test_nothing_of_another_company_is_in_any_answer(
    directory: DirectoryAtWork, other_directory: DirectoryAtWork
) -> None:
    settled(directory)
    theirs = settled(other_directory)
    marker = other_directory.company.marker
    filters = [
        f'userName eq "below@{marker}.example"', f'emails eq "below@{marker}.example"', f'externalId eq "a{marker}"',
        f'id eq "{theirs["below"]}"', 'title co "Job"', "meta.created gt \"2000-01-01T00:00:00Z\"", "active eq true",
        f'{ENTERPRISE}:manager.value eq "{theirs["above"]}"', "not (active eq false)",
        f'groups.value eq "{theirs["group"]}"',
    ]  # fmt: skip
    heard = [directory.looked_for(path, each) for path in ("/Users", "/") for each in filters]
    heard += [directory.ask("GET", path) for path in ("/", "/Users?sortBy=userName", "/Groups", "/Users?cursor", "/Me")]
    search = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "sortBy": "title"}
    heard += [directory.ask("POST", path, search) for path in ("/.search", "/Users/.search", "/Groups/.search")]
    assert {each.status_code for each in heard} <= {200, 400, 501}
    assert all(marker not in each.text and theirs["below"] not in each.text for each in heard)


@pytest.mark.parametrize("same", ["userName", "externalId", "displayName"])
def test_names_are_unique_in_a_company_only(
    directory: DirectoryAtWork, other_directory: DirectoryAtWork, same: str
) -> None:
    sent = user("twin@work.example", externalId="twin", displayName="Twin")
    first, second = (each.ask("POST", "/Users", sent) for each in (directory, other_directory))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] != second.json["id"]
    assert first.json[same] == second.json[same]
    assert other_directory.ask("GET", "/Users").json["totalResults"] == 1
