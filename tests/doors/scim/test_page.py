"""The administrator's page of the directory, and the commands for its tokens."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from lms.kernel.permissions import Role
from lms.serving.tokens import token as token_command
from tests.doors.scim.provisioning import DirectoryAtWork, user
from tests.support.company import Company

PAGE = "/admin/doors/scim"
TOKEN = re.compile(r"oi_scim_[\w-]{43}")


def test_an_administrator_connects_a_directory_and_sees_that_it_comes(company: Company) -> None:
    browser = company.browser(company.person(Role.ADMIN))
    page = browser.get(PAGE).text
    assert f"{company.installation.config.base_url}/scim/v2" in page
    assert "Waiting for the first request" in page
    made = browser.post(f"{PAGE}/tokens", {"days": "90"})
    token = TOKEN.search(made.text)
    assert token is not None
    again = browser.get(PAGE).text
    assert token[0] not in again
    headers = {"Authorization": f"Bearer {token[0]}"}
    client = company.installation.app.test_client()
    assert client.get("/scim/v2/Users", headers=headers).status_code == 200
    assert "The token works" in browser.get(PAGE).text
    assert client.post("/scim/v2/Users", json=user("seen@work.example"), headers=headers).status_code == 201
    assert client.post("/scim/v2/Users", json=user("seen@work.example"), headers=headers).status_code == 409
    page = browser.get(PAGE).text
    assert "The directory has asked" in page
    assert "Somebody else here has the userName …@work.example." in page, "the log names nobody"
    revocation = re.search(rf"{PAGE}/tokens/[0-9a-f-]+/revocation", page)
    assert revocation is not None
    assert browser.post(revocation[0]).status_code == 303
    assert client.get("/scim/v2/Users", headers=headers).status_code == 401
    assert "Directory (SCIM)" in browser.get("/admin/doors").text


def test_a_third_token_and_a_wrong_number_of_days_are_refused_in_words(
    directory: DirectoryAtWork, company: Company
) -> None:
    browser = company.browser(company.person(Role.ADMIN))
    wrong = browser.post(f"{PAGE}/tokens", {"days": "4000"})
    assert (wrong.status_code, "Write 1 to 3650" in wrong.text) == (422, True)
    assert TOKEN.search(browser.post(f"{PAGE}/tokens").text) is not None
    third = browser.post(f"{PAGE}/tokens")
    assert (third.status_code, "Two tokens are active already" in third.text) == (409, True)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR, Role.TRAINER])
def test_nobody_but_administrators_reaches_the_page(company: Company, role: Role) -> None:
    browser = company.browser(company.person(role))
    assert browser.get(PAGE).status_code == 403
    for path in (f"{PAGE}/tokens", f"{PAGE}/adoption"):
        assert browser.post(path).status_code == 403


def test_another_companys_token_is_not_there(company: Company, other_directory: DirectoryAtWork) -> None:
    browser = company.browser(company.person(Role.ADMIN))
    assert browser.post(f"{PAGE}/tokens/{other_directory.token_id}/revocation").status_code == 404
    assert other_directory.ask("GET", "/Users").status_code == 200


def test_the_shell_makes_lists_and_revokes_tokens(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    there = company.installation
    monkeypatch.setenv("LMS_DATABASE_URL", there.config.database_url)
    run = CliRunner()
    slug = ["--organisation", company.organisation.slug]
    made = run.invoke(token_command, ["create", "--door", "scim", *slug])
    assert made.exit_code == 0, made.output
    found = TOKEN.search(made.stdout)
    assert found is not None
    headers = {"Authorization": f"Bearer {found[0]}"}
    client = there.app.test_client()
    assert client.get("/scim/v2/Users", headers=headers).status_code == 200
    listed = run.invoke(token_command, ["list", *slug])
    assert found[0] not in listed.output
    identity = listed.stdout.split()[0]
    assert run.invoke(token_command, ["revoke", identity]).exit_code == 0
    assert client.get("/scim/v2/Users", headers=headers).status_code == 401
    assert "there is no token" in run.invoke(token_command, ["revoke", identity]).output
    assert run.invoke(token_command, ["create", "--door", "scim"]).exit_code != 0
