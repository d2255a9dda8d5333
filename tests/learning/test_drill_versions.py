"""A new version of a drill while somebody plays: they finish the story they began; the next play is on the new one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lms.catalog.library import sync
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.player import Player
from tests.support.small_installation import small_installation

SHELF = Path(__file__).parents[1] / "shelf"

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
    """Publish the library anew under `version` with words of the drill replaced."""

    def publish(version: str, changes: dict[str, str]) -> None:
        folder = shutil.copytree(SHELF, tmp_path / version)
        module, drill = folder / "modules/loyalty-economics/module.toml", folder / "quizzes/save-the-year.toml"
        numbered = {'version = "1.0"': f'version = "{version}"'}
        for path, replaced in ((module, numbered), (drill, changes)):
            text = path.read_text(encoding="utf-8")
            for before, after in replaced.items():
                assert before in text
                text = text.replace(before, after)
            path.write_text(text, encoding="utf-8")
        report = sync(own.database, folder, own.clock.now())
        assert not report.problems, report.problems

    return publish


def test_an_open_play_is_finished_on_the_version_it_was_begun_with(own: Installation, publish: Publish) -> None:
    player = Player.of(Company(own))
    address = player.play("cut-care")
    publish(
        "2.0",
        {
            'version = "1.0"': 'version = "2.0"',
            "churn_rate + 0.05": "churn_rate + 0.2",
            'id = "hire-people"': 'id = "employ-people"',
            "It never sighs.": "It sighs now.",
        },
    )
    assert player.begin() == address, "the play that is open goes on"
    assert "It never sighs." in player.browser.get(address).text
    assert "+5 points" in player.browser.get(f"{address}/choices/1").text
    assert player.choose(address, 2, "employ-people").status_code == 422
    assert player.choose(address, 2, "hire-people").status_code == 303
    assert "A dear company" in player.browser.get(address).text
    again = player.play("cut-care")
    assert again != address
    assert "It sighs now." in player.browser.get(again).text
    assert "+20 points" in player.browser.get(f"{again}/choices/1").text


def test_a_corrected_word_is_met_in_the_next_play_and_a_changed_effect_needs_a_major(
    own: Installation, publish: Publish
) -> None:
    player = Player.of(Company(own))
    first = player.play("say-no", "buy-it")
    publish("1.1", {"It never sighs.": "It never yawns."})
    assert "It never yawns." in player.browser.get(player.play("say-no")).text
    assert "A cheap company" in player.browser.get(first).text
    with pytest.raises(AssertionError, match=r"1\.2 is a minor step"):
        publish("1.2", {"churn_rate + 0.05": "churn_rate + 0.06"})
