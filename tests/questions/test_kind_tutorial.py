"""The tutorial on question kinds is true: its package is installed, its quiz answered, counted, edited and sent out."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from werkzeug.datastructures import MultiDict

from lms.catalog.library import sync
from lms.cli import main
from lms.kernel.permissions import Role
from lms.questions import kinds
from lms.questions.exchanged import exchange_of
from lms.questions.item_statistics import analysed
from lms.questions.item_sums import Given, ItemSums
from lms.questions.tables import ItemErrors
from tests.support.company import Company
from tests.support.installation import Installation
from tests.support.ruled_pack import Pupil
from tests.support.small_installation import small_installation
from tests.support.small_pack import write_small_pack

TUTORIAL = (Path(__file__).parents[2] / "docs" / "question-kind-tutorial.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", TUTORIAL, re.M | re.S))
COMMANDS = re.findall(r"^\$ (.*)$", TUTORIAL, re.M)
KIND, PACKAGE, QUIZ = "true-false-why", "true_false_why", "true-or-false"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Install the tutorial's package as pip would: its files on the path, its entry points beside them."""
    site = tmp_path_factory.mktemp("site")
    for name, text in FILES.items():
        if name.startswith(PACKAGE):
            (site / name).parent.mkdir(exist_ok=True)
            (site / name).write_text(text, encoding="utf-8")
    project = tomllib.loads(FILES["pyproject.toml"])["project"]
    info = site / f"{PACKAGE}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    points = "".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in each.items())
        for group, each in project["entry-points"].items()
    )
    (info / "entry_points.txt").write_text(points)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(site)
        patch.setattr(kinds._kinds, "_points", None)
        yield site
        kinds._kinds._loaded.pop(KIND, None)
        for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
            del sys.modules[name]
        for found in (kinds.field_of, kinds.editor_of, exchange_of):
            found.cache_clear()


@pytest.fixture(scope="module")
def place(
    package: Path, migrated_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Return an installation whose module asks the tutorial's quiz."""
    with small_installation(migrated_database("sqlite"), tmp_path_factory.mktemp("kind")) as found:
        folder = write_small_pack(found.config.data.parent / "pack", version="2.0")
        (folder / "quizzes" / "cups.toml").unlink()
        (folder / "quizzes" / f"{QUIZ}.toml").write_text(FILES["quiz.toml"], encoding="utf-8")
        for page in folder.glob("modules/*/*/02-how.md"):
            page.write_text(page.read_text("utf-8").replace('use = "cups"', f'use = "{QUIZ}"'), encoding="utf-8")
        report = sync(found.database, folder, found.clock.now())
        assert not report.problems, report.problems
        yield found


def test_the_package_comes_in_by_its_name(package: Path) -> None:
    assert KIND in kinds.kind_names()
    assert kinds.folder_of(KIND) == PACKAGE


def test_a_learner_answers_and_is_told_why(place: Installation) -> None:
    pupil = Pupil.on(place)
    context = pupil.start()
    assert "A satisfied customer is a loyal customer." in pupil.page
    assert re.search(r'<input type="radio" name="item-satisfied" value="false" data-item="satisfied">', pupil.page)
    assert "said they were satisfied" not in pupil.page
    assert pupil.keep(context, "satisfied", "perhaps").status_code == 422
    assert pupil.keep(context, "satisfied", "false").status_code == 200
    pupil.submit(context)
    assert pupil.latest.score == 1
    assert "Most of those who leave said they were satisfied." in pupil.page
    assert re.search(r'value="false"[^>]* checked disabled>', pupil.page)


def test_an_author_is_told_everything_at_once(package: Path) -> None:
    with pytest.raises(ItemErrors) as caught:
        kinds.kind_of(KIND).parse({"id": "Big", "kind": KIND, "stem": {"en": "It is."}, "hold": True}, ("en",))
    told = str(caught.value)
    for wrong in ('"Big" is no name', "Nobody knows whether it is true", '"why" is missing', '"hold" is not known'):
        assert wrong in told


def test_what_people_said_is_counted(package: Path) -> None:
    (table,) = tomllib.loads(FILES["quiz.toml"])["items"]
    kind = kinds.kind_of(KIND)
    item = kind.parse(table, ("en", "da"))
    sums = ItemSums()
    for said in ("true", "false", "false", None):
        score = kind.score(item, said)
        sums.add(Given(score.points, 0.5, kind.said(item, said), answered=said is not None))
    assert {each.key: (each.people, each.right) for each in analysed(item, sums).choices} == {
        "true": (1, False),
        "false": (2, True),
    }
    assert kind.from_document(kind.document(item)) == item
    assert "Most of those" not in str(kind.public(item))


def test_a_trainer_edits_it_in_the_browser(place: Installation) -> None:
    company = Company(place)
    trainer = company.browser(company.person(Role.TRAINER))
    page = f"/author/quizzes/{QUIZ}/questions/satisfied"
    shown = trainer.get(page).text
    assert "A satisfied customer is a loyal customer." in shown
    form = {name: unescape(words) for name, words in re.findall(r'name="(edit-[\w-]+)"[^>]*>\n(.*?)</textarea>', shown)}
    changed = trainer.post(
        page, {**form, "edit-id": "satisfied", "edit-why-en": "Ask them a year later.", "do": "file"}
    )
    (item,) = tomllib.loads(changed.text)["items"]
    assert item["holds"] is False
    assert item["why"]["en"] == "Ask them a year later."
    refused = trainer.post(page, {**form, "edit-id": "satisfied", "edit-why-en": "", "do": "file"}).text
    assert re.search(r'id="edit-why-en-error" data-wrong>.*?Write this text\.', refused)


def test_its_editor_gives_back_what_it_was_given(package: Path) -> None:
    (table,) = tomllib.loads(FILES["quiz.toml"])["items"]
    editor = kinds.editor_of(KIND)
    assert editor is not None
    item = kinds.kind_of(KIND).parse(table, ("en", "da"))
    assert editor.from_item(item).table() == table
    assert editor.from_form(MultiDict({"holds": "y"})).table()["holds"] is True


def test_it_goes_out_with_the_command_of_the_page_and_comes_back(
    place: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(place.config.data.parent)
    assert len(COMMANDS) == 1
    again = [
        *COMMANDS,
        f"lms pack import-quiz {QUIZ}.qti3.zip --to back --name {QUIZ}",
        f"lms pack export-quiz {QUIZ} --pack pack --format gift",
    ]
    for command in again:
        monkeypatch.setattr(sys, "argv", command.split())
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code, capsys.readouterr()
    (item,) = tomllib.loads(Path(f"back/quizzes/{QUIZ}.toml").read_text("utf-8"))["items"]
    assert (item["id"], item["kind"], item["holds"]) == ("satisfied", KIND, False)
    assert item["why"] == {"en": "Most of those who leave said they were satisfied."}
    assert "~True" in Path(f"{QUIZ}.gift.txt").read_text("utf-8")


def test_the_tutorial_shows_every_file_it_speaks_of() -> None:
    spoken = set(re.findall(r"^\| `(\w+\.\w+)` \|", TUTORIAL, re.M))
    assert spoken == {name.rpartition("/")[2] for name in FILES if name.startswith(PACKAGE)} - {"__init__.py"}
