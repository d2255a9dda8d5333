"""Getting a package: by an administrator, by a trainer, from the shell; who may not; what is noted."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lms.cli import cli
from lms.doors.partners.models import Exchange
from lms.doors.scorm.taking import versions
from lms.kernel.permissions import Role
from tests.support.company import MODULE, Company

HERE = "/admin/doors/scorm"


def version_of(company: Company) -> str:
    with company.installation.database.reading() as session:
        found = versions(session, company.actor(company.person()))
        return next(str(version.id) for module, version in found if module.slug == MODULE)


def wanted(company: Company, **changes: str) -> dict[str, str]:
    return {"version": version_of(company), "standard": "1.2", "language": "all", "home": "y", **changes}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.TRAINER])
def test_an_administrator_and_a_trainer_get_it_and_it_is_noted(role: Role, company: Company) -> None:
    person = company.person(role)
    browser = company.browser(person)
    assert "Loyalty economics 1.0" in browser.get(HERE).text
    answer = browser.post(HERE, wanted(company, standard="2004", language="da"))
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert 'filename="loyalty-economics-1.0-scorm2004-da.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        assert b"2004 4th Edition" in archive.read("imsmanifest.xml")
        assert "Loyalitetsøkonomi" in archive.read("index.html").decode()
    with company.installation.database.reading() as session:
        [noted] = session.scalars(select(Exchange).where(Exchange.organisation_id == company.organisation.id))
    assert (noted.door, noted.person_id, noted.told) == ("scorm", person.id, "loyalty-economics-1.0-scorm2004-da.zip")


def test_a_package_leads_home_unless_it_is_not_to(company: Company) -> None:
    browser = company.browser(company.person(Role.ADMIN))
    home = company.installation.config.base_url + "/learn/loyalty-economics"
    for form, leads in ((wanted(company), True), ({**wanted(company), "home": ""}, False)):
        sent = {name: value for name, value in form.items() if value}
        with zipfile.ZipFile(BytesIO(browser.post(HERE, sent).data)) as archive:
            assert (home in archive.read("index.html").decode()) is leads


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HR])
def test_nobody_else_gets_one(role: Role, company: Company) -> None:
    browser = company.browser(company.person(role))
    assert browser.get(HERE).status_code in (403, 404)
    assert browser.post(HERE, wanted(company)).status_code in (403, 404)


def test_another_companys_module_is_not_there(company: Company, other_company: Company) -> None:
    from lms.catalog.models import Module, ModuleVersion
    from lms.kernel.ids import new_id

    now = company.installation.clock.now()
    with company.installation.database.writing() as session:
        theirs = Module(id=new_id(), organisation_id=other_company.organisation.id, slug="theirs", major=1)
        session.add(theirs)
        session.flush()
        version = ModuleVersion(
            organisation_id=other_company.organisation.id, module_id=theirs.id, major=1, minor=0, digest="d",
            document={"title": {"en": "Theirs"}}, closure={}, published_at=now,
        )  # fmt: skip
        session.add(version)
        session.flush()
        identity = str(version.id)
    browser = company.browser(company.person(Role.ADMIN))
    assert "Theirs" not in browser.get(HERE).text
    refused = browser.post(HERE, wanted(company, version=identity))
    assert refused.status_code == 422
    assert "Choose a module." in refused.text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version": "no-id"}, "Choose a module."),
        ({"standard": "3"}, "Choose one of the two."),
        ({"language": "de"}, "This version is not written in that language."),
        ({"language": "sv"}, "This version is not written in that language."),
    ],
)
def test_what_cannot_be_packed_says_what_to_mend(changes: dict[str, str], says: str, company: Company) -> None:
    answer = company.browser(company.person(Role.ADMIN)).post(HERE, wanted(company, **changes))
    assert answer.status_code == 422
    assert says in answer.text


def test_a_modules_page_in_the_studio_leads_there_with_the_module_chosen(company: Company) -> None:
    browser = company.browser(company.person(Role.TRAINER))
    assert f'href="{HERE}?module={MODULE}"' in browser.get(f"/author/modules/{MODULE}").text
    assert f'selected value="{version_of(company)}"' in browser.get(f"{HERE}?module={MODULE}").text


def test_the_shell_writes_one_and_says_what_is_not_there(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = company.installation.config
    monkeypatch.setenv("LMS_DATA", str(config.data))
    monkeypatch.setenv("LMS_DATABASE_URL", config.database_url)
    monkeypatch.setenv("LMS_SECRET_KEY", config.secret_key or "")
    shelf = ["--organisation", company.organisation.slug]
    target = tmp_path / "package.zip"
    done = CliRunner().invoke(cli, ["scorm", "export", MODULE, str(target), "--language", "en", *shelf])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(target) as archive:
        assert "imsmanifest.xml" in archive.namelist()
    for arguments, says in (
        (["nothing", str(target)], "no module at the address nothing"),
        ([MODULE, str(tmp_path / "folder")], "ends in .zip"),
        ([MODULE, str(target), "--version", "9.9"], "has no version 9.9"),
        ([MODULE, str(target), "--language", "sv"], "is written in en, da"),
        ([MODULE, str(target), "--organisation", "nobody"], "Say whose shelf"),
    ):
        refused = CliRunner().invoke(cli, ["scorm", "export", *arguments, *([] if "nobody" in arguments else shelf)])
        assert refused.exit_code != 0
        assert says in refused.output
