"""Content packs of packages beside the library: taken, kept apart, and refused in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from lms.catalog import curricula
from lms.catalog.curricula import shipped_curricula
from lms.catalog.library import SyncReport, sync
from lms.plugins import PACKS, InstalledPack, Packs, installed_packs
from tests.packaging.examples import EXAMPLES, SHELF
from tests.support.installation import Installation
from tests.support.small_installation import small_installation

EXAMPLE = EXAMPLES / "content_pack" / "first_call" / "pack"


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, new_database: Callable[[str], str], tmp_path: Path) -> Iterator[Installation]:
    """Return an installation with a library of its own on each database."""
    with small_installation(new_database(request.param), tmp_path) as found:
        yield found


def read(place: Installation, *folders: Path, **unusable: str) -> SyncReport:
    """Bring the library up to date with these packs beside it, called pack-1, pack-2 and so on."""
    library = place.config.data.parent / "pack"
    found = tuple(InstalledPack(f"pack-{number}", "1.0", folder) for number, folder in enumerate(folders, 1))
    return sync(place.database, library, place.clock.now(), Packs(found, unusable))


def copy(tmp_path: Path, name: str) -> Path:
    """Return a copy of the example, without its curriculum."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / name, ignore=shutil.ignore_patterns("curricula")))


def test_a_pack_is_taken_beside_the_library_and_once(place: Installation) -> None:
    first = read(place, EXAMPLE)
    assert (first.stored, first.problems, first.gone) == (("first-call 1.0",), (), ())
    assert read(place, EXAMPLE).unchanged


def test_one_with_a_mistake_keeps_nobody_else_out_and_says_where_it_is(place: Installation, tmp_path: Path) -> None:
    broken = copy(tmp_path, "broken")
    (broken / "quizzes" / "first-call.toml").write_text("kind = ", encoding="utf-8")
    report = read(place, broken, EXAMPLE)
    assert report.stored == ("first-call 1.0",)
    assert {each.file.partition(":")[0] for each in report.problems} == {"pack-1"}


def test_two_packs_with_one_uuid_do_not_mix(place: Installation, tmp_path: Path) -> None:
    second = copy(tmp_path, "second")
    (second / "modules" / "first-call").rename(second / "modules" / "last-call")
    report = read(place, EXAMPLE, second)
    assert report.stored == ("first-call 1.0",)
    (problem,) = report.problems
    assert 'a uuid of the module "first-call"' in str(problem)


def test_two_packs_with_one_address_do_not_take_it_from_each_other(place: Installation, tmp_path: Path) -> None:
    second = copy(tmp_path, "second")
    for path in second.rglob("*.toml"):
        path.write_text(path.read_text("utf-8").replace("7d0b6c52", "8e1c7d63"), encoding="utf-8")
    report = read(place, EXAMPLE, second)
    assert report.stored == ("first-call 1.0",)
    (problem,) = report.problems
    assert 'The address "first-call" belongs to another module.' in str(problem)


def test_what_nothing_holds_any_more_is_said_and_stays(place: Installation) -> None:
    read(place, EXAMPLE)
    report = read(place)
    assert (report.gone, report.problems) == (("first-call",), ())


def test_what_cannot_be_used_is_a_problem_of_its_own(place: Installation) -> None:
    report = read(place, EXAMPLE, bad="It cannot be loaded (ImportError: no).")
    assert report.stored == ("first-call 1.0",)
    assert [each.file for each in report.problems] == ["bad"]


def test_packages_are_found_by_name_and_what_is_wrong_with_one_is_said(tmp_path: Path) -> None:
    points = [
        EntryPoint("good", "tests.packaging.test_example_packs:EXAMPLE", PACKS),
        EntryPoint("gone", "tests.packaging.no_such_module:FOLDER", PACKS),
        EntryPoint("number", "tests.packaging.wheels:dataclass", PACKS),
        EntryPoint("twice", "tests.packaging.test_example_packs:EXAMPLE", PACKS),
        EntryPoint("twice", "tests.packaging.examples:EXAMPLES", PACKS),
    ]
    found = installed_packs(points)
    assert [(each.name, each.folder) for each in found.found] == [("good", EXAMPLE)]
    assert sorted(found.unusable) == ["gone", "number", "twice"]
    assert "Two packages" in found.unusable["twice"]


def test_its_curricula_are_offered_beside_those_of_the_library(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = place.config.data.parent / "pack"
    assert shipped_curricula(library) == ()
    have_installed(monkeypatch, EXAMPLE)
    (found,) = shipped_curricula(library)
    assert (found.name, found.modules, found.guide("en").title) == (
        "first-weeks",
        ("first-call",),
        "Leading the first weeks",
    )
    assert [each.name for each in shipped_curricula(SHELF)] == ["taste", "wider", "first-weeks"]


@pytest.mark.parametrize("change", [("first-weeks", "last-weeks"), ("2b8f4a6c1e03", "2b8f4a6c1e99")])
def test_one_with_the_name_or_the_uuid_of_another_is_not_offered_and_that_is_said(
    place: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: tuple[str, str]
) -> None:
    second = Path(shutil.copytree(EXAMPLE / "curricula", tmp_path / "second" / "curricula")).parent
    for path in sorted(second.rglob("*first-weeks*"), reverse=True):
        path.rename(path.with_name(path.name.replace(*change)))
    for path in second.rglob("*.toml"):
        path.write_text(path.read_text("utf-8").replace(*change), encoding="utf-8")
    have_installed(monkeypatch, EXAMPLE, second)
    assert len(shipped_curricula(place.config.data.parent / "pack")) == 1
    (problem,) = read(place, EXAMPLE, second).problems
    assert "A curriculum of this name or uuid comes from elsewhere already" in str(problem)
    assert problem.file.startswith("pack-2: curricula/")


def test_the_libraries_own_come_before_those_of_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The negative control of the two above: what is in the library is not taken away by a package."""
    own = Path(shutil.copytree(EXAMPLE, tmp_path / "library"))
    path = own / "curricula" / "first-weeks.toml"
    path.write_text(path.read_text("utf-8").replace("The first weeks with a customer", "Ours"), encoding="utf-8")
    have_installed(monkeypatch, EXAMPLE)
    assert [each.title["en"] for each in shipped_curricula(own)] == ["Ours"]


def have_installed(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Have these packs announced by packages, and nothing else."""
    monkeypatch.setattr(curricula, "_pack_folders", lambda: folders)
