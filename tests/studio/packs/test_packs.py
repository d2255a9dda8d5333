"""Packs at the trainer's desk: looked at before anything is taken, all or nothing, and out again byte for byte."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.kernel.permissions import Role
from lms.packs.archive import read_archive, write_archive
from lms.studio.drafts.held import files_of
from lms.studio.drafts.models import Draft
from lms.studio.packs import exporting
from lms.studio.packs.models import PackUpload
from lms.studio.packs.planning import State, plan
from tests.support.coffee_pack import MODULE, PAGE, QUIZ, coffee, published
from tests.support.company import MODULE as SHARED
from tests.support.company import Browser, Company
from tests.support.fingerprint import fingerprint
from tests.support.installation import Installation

NEXT = (MODULE, 'version = "1.0"', 'version = "1.1"')
WORDING = (PAGE, "Before the *first* heading.", "Before any heading.")


def sent(browser: Browser, content: bytes, name: str = "coffee.zip") -> TestResponse:
    """Send a zip as the page does."""
    return browser.post("/author/packs", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def looked_at(browser: Browser, files: Mapping[str, bytes]) -> str:
    """Send a pack and return the address of its preview."""
    answer = sent(browser, write_archive(files))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


@pytest.fixture
def trainer(company: Company) -> Browser:
    """Return a trainer's browser."""
    return company.browser(company.person(Role.TRAINER))


def test_a_pack_is_shown_file_by_file_and_published_at_a_word(company: Company, trainer: Browser) -> None:
    address = looked_at(trainer, coffee())
    shown = trainer.get(address).text
    assert "modules/coffee/media/cover.svg" in shown
    assert trainer.get("/learn/coffee").status_code == 404, "nothing is taken in by looking"
    answer = trainer.post(address, {"module": "coffee", "how": "published"})
    assert answer.status_code == 303
    assert company.browser(company.person()).get("/learn/coffee").status_code == 200
    assert trainer.get(address).status_code == 404, "the zip is forgotten"


def test_what_comes_in_goes_out_byte_for_byte(trainer: Browser) -> None:
    packed = write_archive(coffee())
    trainer.post(looked_at(trainer, coffee()), {"module": "coffee", "how": "published"})
    assert trainer.get("/author/modules/coffee/pack.zip").data == packed
    assert trainer.get("/author/packs/library.zip").data == packed


def test_a_module_is_put_down_as_a_draft_as_it_is(company: Company, trainer: Browser) -> None:
    trainer.post(looked_at(trainer, coffee()), {"module": "coffee", "how": "drafts"})
    with company.installation.database.reading() as session:
        draft = session.scalars(select(Draft).where(Draft.organisation_id == company.organisation.id)).one()
        assert files_of(session, draft) == coffee()
    assert trainer.get("/learn/coffee").status_code == 404
    again = trainer.post(looked_at(trainer, coffee()), {"module": "coffee", "how": "drafts"})
    assert again.status_code == 409
    assert "A draft of it is open" in again.text


@pytest.mark.parametrize(
    ("changes", "state", "why"),
    [
        ((), State.SAME, ""),
        ((NEXT, WORDING), State.CHANGED, ""),
        ((WORDING,), State.CONFLICT, "changed under the old number"),
        (((MODULE, "4d01", "4e01"),), State.CONFLICT, "Another module of yours has the address"),
    ],
)
def test_the_preview_says_what_is_new_changed_and_in_conflict(
    company: Company, changes: tuple[tuple[str, str, str], ...], state: State, why: str
) -> None:
    published(company)
    with company.installation.database.reading() as session:
        (found,) = plan(session, coffee(*changes), company.organisation.id).modules
    assert found.state == state
    assert why in " ".join(found.reasons)
    expected = set() if "Another module" in why else {change[0] for change in changes}
    assert {path for path, each in found.changes if each == State.CHANGED} == expected


def test_an_older_number_is_in_conflict(company: Company) -> None:
    published(company, coffee((MODULE, 'version = "1.0"', 'version = "2.0"')))
    with company.installation.database.reading() as session:
        (found,) = plan(session, coffee(), company.organisation.id).modules
    assert found.reasons == ("Version 1.0 is older than 2.0, which is published.",)


def test_of_two_modules_with_one_in_conflict_neither_is_taken(company: Company, trainer: Browser) -> None:
    published(company)
    tea = {
        path.replace("coffee", "tea").replace("price-of-a-cup", "price-of-tea"): content.replace(b"4d0", b"4f0")
        .replace(b"price-of-a-cup", b"price-of-tea")
        .replace(b'use = "coffee"', b'use = "tea"')
        for path, content in coffee().items()
    }
    address = looked_at(trainer, {**coffee(WORDING), **tea})
    before = fingerprint(company.installation.database)
    answer = trainer.post(address, {"module": ["coffee", "tea"], "how": "published"})
    assert answer.status_code == 409
    assert "Nothing was taken in" in answer.text
    assert fingerprint(company.installation.database) == before
    assert trainer.post(address, {"module": "tea", "how": "published"}).status_code == 303
    assert trainer.get("/learn/tea").status_code == 200


def test_a_faulty_pack_is_told_file_and_line_and_cannot_be_taken(trainer: Browser) -> None:
    address = looked_at(trainer, coffee((QUIZ, "pass_mark = 0.75", "")))
    shown = trainer.get(address).text
    assert f"{QUIZ}:" in shown
    assert trainer.post(address, {"module": "coffee", "how": "published"}).status_code == 422


def test_a_hostile_zip_is_refused_in_words_and_nothing_is_kept(company: Company, trainer: Browser) -> None:
    hostile = write_archive({**coffee(), "../../canary.toml": b"x"})
    answer = sent(trainer, hostile)
    assert answer.status_code == 422
    assert "leads out of the package" in answer.text
    with company.installation.database.reading() as session:
        mine = PackUpload.organisation_id == company.organisation.id
        assert session.scalar(select(func.count()).select_from(PackUpload).where(mine)) == 0


def test_a_colleague_and_a_stranger_do_not_see_what_i_look_at(
    company: Company, other_company: Company, trainer: Browser
) -> None:
    address = looked_at(trainer, coffee())
    for other in (
        company.browser(company.person(Role.TRAINER)),
        other_company.browser(other_company.person(Role.TRAINER)),
    ):
        assert other.get(address).status_code == 404
        assert other.post(address, {"module": "coffee", "how": "published"}).status_code == 404


def test_another_organisations_modules_are_not_given_out(company: Company, other_company: Company) -> None:
    published(company)
    stranger = other_company.browser(other_company.person(Role.TRAINER))
    assert stranger.get("/author/modules/coffee/pack.zip").status_code == 404
    assert stranger.get("/author/packs/library.zip").status_code == 404
    shared = read_archive(stranger.get("/author/packs/outside-in.zip").data)
    assert f"modules/{SHARED}/module.toml" in shared
    assert not any("coffee" in path for path in shared)


def test_the_shared_library_goes_out_as_it_lies_in_its_folder(installation: Installation) -> None:
    folder = Path(__file__).parents[2] / "shelf"
    with installation.database.reading() as session:
        found = exporting.library(session, None)
    assert found.missing == ()
    for path, content in found.files.items():
        assert (folder / path).read_bytes() == content
