"""What the page of one part shows beside its form: the question to be tried, the statement, the scene, the result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import url_for

from lms.learning.assessing.scoring import Result, TooManyMissing, result_of
from lms.packs.drills.model import Drill, Scene
from lms.packs.drills.running import Simulation
from lms.packs.instruments import Instrument
from lms.packs.problems import Problem
from lms.questions.editing.item_editor import ItemEditor
from lms.questions.kinds import Item, Pictured, kind_of
from lms.questions.tables import ItemErrors
from lms.questions.text import N_, KeyPath
from lms.sentences import Sentence, say
from lms.studio.drills.showing import Tried, Way, tried, ways
from lms.studio.editing.preview import Preview, preview
from lms.studio.quizzes.edited import EditedPiece
from lms.studio.quizzes.file import QuestionFile
from lms.studio.quizzes.forms.piece_form import words_of
from lms.studio.quizzes.lenient import drill_of, instrument_of, lent_text
from lms.studio.quizzes.pictures import size_of
from lms.studio.quizzes.pieces import entries_of
from lms.studio.quizzes.rooms import Room
from lms.studio.quizzes.toml_blocks import blocks_of
from lms.web.languages import language, speak

ARROW = " → "
NO_PICTURE = N_("Choose a picture, or add one below the form.")


@dataclass(frozen=True)
class Told:
    """Something wrong with a file: where it leads to, what it is, what to do."""

    path: KeyPath
    message: str
    remedy: str


@dataclass(frozen=True)
class Example:
    """A self-assessment's result with made-up answers: every statement at one point, turned round where it is."""

    point: int
    result: Result


@dataclass
class Seen:
    """What stands beside the form; what cannot be shown yet is None or empty."""

    item: Item | None = None
    filled: Preview | None = None
    instrument: Instrument | None = None
    examples: Sequence[Example] = ()
    drill: Drill | None = None
    scene: Scene | None = None
    tried: Sequence[Tried] = ()
    ways: Sequence[Way] = ()
    told: Sequence[Told] = field(default_factory=list)


@contextmanager
def spoken(wanted: str) -> Iterator[None]:
    """Speak another language for as long as a preview is drawn."""
    own = language()
    speak(wanted)
    try:
        yield
    finally:
        speak(own)


def judged_item(room: Room, piece: EditedPiece) -> Item | None:
    """Return the question as its form says it; None, with what is wrong at the fields, while it cannot be asked."""
    editor = piece.editor
    if not isinstance(editor, ItemEditor):
        return None
    item, kind = editor.item(()), kind_of(editor.kind)
    if item is None or not isinstance(kind, Pictured):
        return item
    sizes = {name: size for name in kind.pictures(item) if (size := size_of(room, name)) is not None}
    if set(kind.pictures(item)) - set(sizes):
        editor.own = [NO_PICTURE]
        return None
    try:
        return kind.fitted(item, sizes)
    except ItemErrors as errors:
        editor.tell(errors)
        return None


def seen_item(room: Room, item: Item, sent: Mapping[str, str] | None, *, is_tried: bool) -> Seen:
    """Return a question as a learner sees it, with the answer that was given in it."""
    shown = preview(item, language(), None, sent, tried=is_tried, drawn=_address(room))
    return Seen(item=item, filled=shown)


def seen_file(room: Room, file: QuestionFile, scene: str = "") -> Seen:
    """Return what a self-assessment or a drill would be as its file stands."""
    if file.kind == "drill":
        return _seen_drill(room, file, scene)
    instrument, problems = instrument_of(file)
    told = _told(file, problems)
    return Seen(instrument=instrument, examples=_examples(instrument) if instrument else (), told=told)


def _seen_drill(room: Room, file: QuestionFile, scene: str) -> Seen:
    drill, problems = drill_of(file, room.calculators)
    if drill is None:
        return Seen(told=_told(file, problems))
    simulation = Simulation(drill, room.calculators[drill.calculator])
    mine = drill.scene(scene)
    return Seen(drill=drill, scene=mine, tried=tried(simulation, mine) if mine else (), ways=ways(simulation))


def _examples(instrument: Instrument) -> list[Example]:
    points = (2, instrument.scale.points // 2 + 1, instrument.scale.points - 1)
    found = []
    for point in dict.fromkeys(points):
        turned = instrument.scale.points + 1 - point
        try:
            answers = {item.id: turned if item.reverse else point for item in instrument.items}
            found.append(Example(point, result_of(instrument, answers)))
        except TooManyMissing:
            continue
    return found


def _told(file: QuestionFile, problems: Sequence[Problem]) -> list[Told]:
    text = lent_text(file)
    return [Told(block_at(text, each.line), in_titles(file, each.message), each.remedy) for each in problems]


def in_titles(file: QuestionFile, message: str) -> str:
    """Return what is wrong with a drill, the decisions that lead there by their titles instead of their ids."""
    way = message.values.get("way") if isinstance(message, Sentence) else None
    if file.kind != "drill" or not isinstance(message, Sentence) or not isinstance(way, str):
        return message
    titles = {
        str(option.get("id")): words_of(option.get("title"), language())
        for scene in entries_of(file.values, "scenes")
        for option in entries_of(scene, "options")
    }
    if isinstance(way, Sentence):  # the start: nothing is decided yet
        return message
    decided = ARROW.join(f"“{titles.get(id) or id}”" for id in way.split(ARROW))
    return say(message.msgid, **{**message.values, "way": decided})


def block_at(text: str, line: int) -> KeyPath:
    """Return the path of the block a line (from 1) of a text stands in."""
    count = 0
    path: KeyPath = ()
    for block in blocks_of(text):
        path = block.path
        count += block.text.count("\n")
        if line <= count:
            break
    return path


def _address(room: Room) -> Callable[[str], str]:
    draft = room.draft.id
    return lambda name: url_for("draft_quizzes.picture", draft=draft, name=name)
