"""`lms pack export` and `lms pack import`: files out and in, all or nothing, and a dry run changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from lms.kernel.audit import AuditEntry
from lms.kernel.permissions import Role
from lms.packs.archive import read_archive, write_archive
from lms.serving.packs import pack
from lms.studio.drafts.models import Draft
from tests.support.coffee_pack import MODULE, PAGE, coffee
from tests.support.company import Company
from tests.support.fingerprint import fingerprint

SHELF = Path(__file__).parents[1] / "shelf"


def run(company: Company, *words: str | Path) -> Result:
    """Run `lms pack` with the installation's database."""
    installation = company.installation
    env = {"LMS_DATA": str(installation.config.data), "LMS_DATABASE_URL": installation.database.url}
    return CliRunner(env=env).invoke(pack, [str(word) for word in words])


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files as a zip."""
    path = folder / "pack.zip"
    path.write_bytes(write_archive(files))
    return path


def test_a_zip_is_published_for_one_organisation_and_comes_out_byte_for_byte(
    company: Company, other_company: Company, tmp_path: Path
) -> None:
    path, slug = zipped(tmp_path, coffee()), company.organisation.slug
    done = run(company, "import", path, "--organisation", slug)
    assert done.exit_code == 0, done.output
    assert "new: coffee 1.0" in done.output
    assert company.browser(company.person()).get("/learn/coffee").status_code == 200
    assert other_company.browser(other_company.person()).get("/learn/coffee").status_code == 404
    out = tmp_path / "out.zip"
    assert run(company, "export", out, "--organisation", slug).exit_code == 0
    assert out.read_bytes() == path.read_bytes()


def test_a_dry_run_says_what_would_change_and_changes_nothing(company: Company, tmp_path: Path) -> None:
    slug = company.organisation.slug
    assert run(company, "import", zipped(tmp_path, coffee()), "--organisation", slug).exit_code == 0
    before = fingerprint(company.installation.database)
    changed = coffee((MODULE, 'version = "1.0"', 'version = "1.1"'), (PAGE, "Before the *first*", "Before a"))
    done = run(company, "import", zipped(tmp_path, changed), "--organisation", slug, "--dry-run")
    assert done.exit_code == 0
    assert f"changed: coffee 1.0 → 1.1\n  changed: {PAGE}\n" in done.output.replace(f"  changed: {MODULE}\n", "")
    assert fingerprint(company.installation.database) == before


def test_a_conflict_or_a_faulty_or_hostile_pack_changes_nothing(company: Company, tmp_path: Path) -> None:
    slug = company.organisation.slug
    assert run(company, "import", zipped(tmp_path, coffee()), "--organisation", slug).exit_code == 0
    before = fingerprint(company.installation.database)
    hostile: list[tuple[dict[str, bytes], str]] = [
        (coffee((PAGE, "Before the *first*", "Before a")), "changed under the old number"),
        (coffee((PAGE, "price-of-a-cup", "nowhere")), 'There is no calculator "nowhere"'),
        ({**coffee(), "../../out.toml": b"x"}, "leads out of the package"),
    ]
    for files, why in hostile:
        done = run(company, "import", zipped(tmp_path, files), "--organisation", slug)
        assert done.exit_code == 1
        assert why in done.output
    assert not (tmp_path.parent / "out.toml").exists()
    assert fingerprint(company.installation.database) == before


def test_the_shared_library_is_written_as_the_folder_it_came_from(company: Company, tmp_path: Path) -> None:
    target = tmp_path / "library"
    assert run(company, "export", target).exit_code == 0
    written = {path.relative_to(target): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    assert written
    assert all((SHELF / path).read_bytes() == content for path, content in written.items())
    again = run(company, "export", target)
    assert (again.exit_code, "is there already" in again.output) == (1, True)


@pytest.mark.parametrize("source", ["folder", "zip"])
def test_a_folder_is_taken_as_a_zip_is(company: Company, tmp_path: Path, source: str) -> None:
    folder = tmp_path / "pack"
    for path, content in coffee().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    place = folder if source == "folder" else zipped(tmp_path, coffee())
    assert run(company, "import", place, "--organisation", company.organisation.slug).exit_code == 0
    out = tmp_path / "out.zip"
    run(company, "export", out, "--organisation", company.organisation.slug, "--module", "coffee")
    assert read_archive(out.read_bytes()) == coffee()


def test_an_organisation_nobody_knows_is_refused(company: Company, tmp_path: Path) -> None:
    done = run(company, "import", zipped(tmp_path, coffee()), "--organisation", "nobody")
    assert (done.exit_code, "There is no organisation nobody" in done.output) == (1, True)


def drafts_of(company: Company) -> list[Draft]:
    with company.installation.database.reading() as session:
        return [*session.scalars(select(Draft).where(Draft.organisation_id == company.organisation.id))]


def entries_of(company: Company) -> list[AuditEntry]:
    with company.installation.database.reading() as session:
        here = (AuditEntry.organisation_id == company.organisation.id, AuditEntry.action == "pack.taken_in")
        return [*session.scalars(select(AuditEntry).where(*here))]


def test_what_the_command_line_published_stands_in_the_organisations_log(company: Company, tmp_path: Path) -> None:
    path, slug = zipped(tmp_path, coffee()), company.organisation.slug
    assert run(company, "import", path, "--organisation", slug).exit_code == 0
    (entry,) = entries_of(company)
    assert (entry.detail, entry.actor_id) == ("coffee 1.0 (lms pack import)", None)
    assert run(company, "import", path, "--organisation", slug).exit_code == 0
    assert len(entries_of(company)) == 1, "the same again publishes nothing"


def test_a_pack_becomes_drafts_of_a_trainer_and_nothing_is_published(company: Company, tmp_path: Path) -> None:
    trainer = company.person(Role.TRAINER)
    path, slug = zipped(tmp_path, coffee()), company.organisation.slug
    done = run(company, "import", path, "--organisation", slug, "--as-draft", trainer.email.upper())
    assert done.exit_code == 0, done.output
    (draft,) = drafts_of(company)
    assert (draft.slug, draft.made_by_id) == ("coffee", trainer.id)
    assert company.browser(company.person()).get("/learn/coffee").status_code == 404
    assert [each.actor_id for each in entries_of(company)] == [trainer.id]


@pytest.mark.parametrize("whose", ["a learner's", "another company's trainer's", "nobody's"])
def test_drafts_are_begun_only_for_a_trainer_of_that_organisation(
    company: Company, other_company: Company, tmp_path: Path, whose: str
) -> None:
    people = {"a learner's": company.person(), "another company's trainer's": other_company.person(Role.TRAINER)}
    email = people[whose].email if whose in people else "nobody@nowhere.example"
    path, slug = zipped(tmp_path, coffee()), company.organisation.slug
    done = run(company, "import", path, "--organisation", slug, "--as-draft", email)
    assert (done.exit_code, "is no trainer there" in done.output) == (1, True)
    assert drafts_of(company) == []


@pytest.mark.parametrize("limit", ["files", "media"])
def test_what_does_not_fit_among_the_drafts_is_refused_whole(
    company: Company, tmp_path: Path, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = company.person(Role.TRAINER)
    name = "making.MOST_FILES" if limit == "files" else "making.room_taken"
    monkeypatch.setattr(f"lms.studio.drafts.{name}", 2 if limit == "files" else lambda *_: 200_000_001)
    words = ("import", zipped(tmp_path, coffee()), "--organisation", company.organisation.slug)
    done = run(company, *words, "--as-draft", trainer.email)
    assert done.exit_code == 1
    assert ("at most 2 files" if limit == "files" else "more than their 200 MB") in done.output
    assert drafts_of(company) == []
    assert entries_of(company) == []
