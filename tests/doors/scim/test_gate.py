"""The gates of SCIM: the library's tester, and its contract of storages, on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from scim2_models import ScimProvider
from scim2_server.testing import ScimStorageContract
from scim2_tester import Status, check_server

from lms.doors.scim.desk import Desk, Directory
from lms.doors.scim.schemas import OURS, PROVIDER
from lms.doors.scim.storage import DirectoryStorage
from tests.doors.scim.provisioning import DirectoryAtWork
from tests.support.company import Company

STANDARD = 135
"""What the tester checks of the schemas of RFC 7643 and everything round them."""


def test_the_librarys_tester_finds_nothing_to_say(directory: DirectoryAtWork) -> None:
    client = directory.library_client()
    client.discover()
    results = check_server(client)
    wrong = [f"{each.title} {each.description}: {each.reason}" for each in results if each.status != Status.SUCCESS]
    assert wrong == [], "\n".join(wrong)
    assert len(results) >= STANDARD


class TestStorage(ScimStorageContract):
    """The contract of storages, asked of ours with a company's own desk."""

    @pytest.fixture
    def provider(self) -> ScimProvider:
        """Return what is spoken about here."""
        return PROVIDER

    @pytest.fixture
    def storage(self, company: Company) -> Iterator[DirectoryStorage]:
        """Return a storage of a company without people."""
        there = company.installation
        session = there.database.write_session()
        desk = Desk(session, Directory.of(company.organisation.id), there.clock.now())
        yield DirectoryStorage(lambda: desk)
        session.rollback()
        session.close()


def test_our_extension_is_described(directory: DirectoryAtWork) -> None:
    found = directory.ask("GET", f"/Schemas/{OURS}").json
    assert [each["name"] for each in found["attributes"]] == ["hireDate", "jobSince"]


def test_versions_are_asked_about_and_insisted_on(directory: DirectoryAtWork) -> None:
    sent = directory.take_on("v@work.example")
    path, version = f"/Users/{sent['id']}", sent["meta"]["version"]
    assert directory.ask("GET", path, If_None_Match=version).status_code == 304
    change = {"op": "replace", "path": "title", "value": "Chef"}
    assert directory.patch(path, change, If_Match='W/"other"').status_code == 412
    assert directory.patch(path, change, If_Match=version).status_code == 204
    assert directory.patch(path, {**change, "value": "Boss"}, If_Match=version).status_code == 412
    assert directory.person(sent["id"]).job == "Chef"
