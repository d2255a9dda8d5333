"""A new version of a self-assessment: old results stay, and only what asked the same is compared."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lms.catalog.library import sync
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.rows import log_of
from tests.support.sitter import ITEMS, PATH, Sitter, all_of
from tests.support.small_installation import small_installation

SHELF = Path(__file__).parents[1] / "shelf"
NINTH = 'id = "a1-9"'

Publish = Callable[..., None]


@pytest.fixture(params=["sqlite", "postgresql"])
def own(
    request: pytest.FixtureRequest, migrated_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Installation]:
    """Return an installation of its own with the tests' library on it, on each database."""
    with small_installation(migrated_database(request.param), tmp_path) as found:
        assert not sync(found.database, SHELF, found.clock.now()).problems
        yield found


@pytest.fixture
def publish(own: Installation, tmp_path: Path) -> Publish:
    """Publish the library anew under `version` with words of the self-assessment replaced."""

    def publish(version: str, old: str, new: str) -> None:
        folder = shutil.copytree(SHELF, tmp_path / version)
        module = folder / "modules/loyalty-economics/module.toml"
        profile = folder / "quizzes/loyalty-economics-profile.toml"
        for path, before, after in ((module, 'version = "1.0"', f'version = "{version}"'), (profile, old, new)):
            text = path.read_text(encoding="utf-8")
            assert before in text
            path.write_text(text.replace(before, after), encoding="utf-8")
        report = sync(own.database, folder, own.clock.now())
        assert not report.problems, report.problems

    return publish


@pytest.fixture
def sitter(own: Installation) -> Sitter:
    """Return somebody who has not sat yet."""
    return Sitter.of(Company(own))


def test_an_old_result_stays_as_it_was_under_a_new_version(sitter: Sitter, publish: Publish) -> None:
    first = sitter.sit(all_of(2))
    publish("2.0", f"{NINTH}\nsub", 'id = "a1-10"\nsub')
    (same,) = sitter.sittings()
    assert (same.result, same.quiz_version_id) == (first.result, first.quiz_version_id)
    page = sitter.browser.get(f"/learn/sittings/{first.id}").text
    assert "Start here" in page


def test_an_open_sitting_goes_on_with_the_statements_it_was_begun_with(sitter: Sitter, publish: Publish) -> None:
    context = sitter.begin()
    publish("1.1", "I would have to guess.", "I could only guess.")
    assert "I would have to guess." in sitter.browser.get(PATH).text
    assert sitter.save(context, {"a1-3": 2}).status_code == 200
    assert [row.version for row in log_of(sitter.installation.database, sitter.person)] == ["1.0"]
    assert sitter.close(context, all_of(3)).status_code == 303


def test_then_and_now_are_compared_across_a_change_of_wording(sitter: Sitter, publish: Publish) -> None:
    sitter.sit(all_of(2))
    publish("1.1", "I would have to guess.", "I could only guess.")
    sitter.later(days=90)
    assert "I could only guess." in sitter.browser.get(sitter.browser.post(f"{PATH}/sittings").location).text
    sitter.sit(all_of(4))
    assert "Risen by 50 points." in sitter.browser.get(PATH).text


def test_then_and_now_are_not_compared_across_a_change_of_meaning(sitter: Sitter, publish: Publish) -> None:
    sitter.sit(all_of(2))
    publish("2.0", 'id = "a1-9"', 'id = "a1-10"')
    sitter.later(days=90)
    changed = {item if item != "a1-9" else "a1-10": value for item, value in all_of(4).items()}
    assert set(changed) != set(ITEMS)
    sitter.sit(changed)
    html = sitter.browser.get(PATH).text
    assert "The statements have changed since your earlier sittings" in html
    assert "Risen by" not in html
