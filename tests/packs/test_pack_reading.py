"""A sound pack: what is read out of it, and that it comes back from its documents unchanged."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lms.packs.closure import canonical, closure, digest, module_document, module_from_document
from lms.packs.model import Pack, Quiz
from lms.packs.problems import PackErrors
from lms.packs.reading import read_pack

Read = Callable[..., Pack]


def test_a_sound_pack_is_read_whole(read: Read) -> None:
    pack = read()
    module = pack.module("coffee")
    assert module is not None
    assert (module.version, module.languages, module.minutes, module.work_minutes) == ("1.0", ("en", "da"), 11, 30)
    assert module.title == {"en": "Coffee", "da": "Kaffe"}
    assert [(page.name, page.required, page.minutes) for page in module.pages] == [
        ("01-why", True, 6),
        ("02-how", False, 5),
    ]
    assert module.quiz_names == ("coffee",)
    assert list(module.calculators) == ["price-of-a-cup"]
    assert (module.media["cover.svg"].width, module.media["cover.svg"].height) == (12, 8)
    book, website = module.sources
    assert (book.year, book.note) == (1990, {"en": "Where the cups were counted.", "da": "Her blev kopperne talt."})
    assert (website.year, website.note) == (None, {})
    assert pack.notes == ()


def test_a_page_is_cut_into_blocks_with_stable_ids(read: Read) -> None:
    module = read().modules[0]
    page = module.page("01-why")
    assert page is not None
    english, danish = page.text("en"), page.text("da")
    assert [(block.id, block.kind) for block in english.blocks] == [
        ("start", "text"),
        ("the-cup", "text"),
        ("a-cup", "picture"),
        ("after-a-cup", "text"),
        ("two-cups", "compare"),
        ("yours", "text"),
        ("cup", "calculator"),
    ]
    assert [block.id for block in danish.blocks] == [block.id for block in english.blocks]
    assert (english.title, english.eyebrow, danish.title) == ("Why", "First", "Hvorfor")


def test_blocks_hold_what_their_templates_need(read: Read) -> None:
    page = read().modules[0].pages[0].text("en")
    blocks = {block.id: block for block in page.blocks}
    assert blocks["the-cup"].html == "<h2>The cup</h2>\n<p>A cup costs &lt; 5 kr. &amp; more than 3.</p>"
    assert (blocks["a-cup"].data, blocks["a-cup"].html) == ({"file": "cover.svg"}, "<p>A <strong>cup</strong>.</p>")
    assert blocks["two-cups"].data["right"] == {"title": "Theirs", "html": "<p><em>Cold.</em></p>"}
    assert (blocks["cup"].use, blocks["cup"].data, blocks["start"].use) == (
        "price-of-a-cup",
        {"use": "price-of-a-cup"},
        None,
    )


def test_an_example_has_a_title_and_html(read: Read) -> None:
    block = read().modules[0].pages[1].text("en").block("worked")
    assert block is not None
    assert (block.data, block.html) == ({"title": "Ten cups"}, "<ul>\n<li>one</li>\n<li>two</li>\n</ul>")


def test_a_swedish_reader_gets_english_pages_and_is_told(read: Read) -> None:
    module = read().modules[0]
    assert (module.spoken("sv"), module.spoken("da")) == ("en", "da")
    assert module.pages[0].text("sv").title == "Why"


def test_a_quiz_speaks_the_languages_of_the_modules_that_use_it(read: Read) -> None:
    quiz = read().quiz("coffee")
    assert quiz is not None
    assert (quiz.languages, quiz.pass_mark, quiz.kind) == (("en", "da"), 0.75, "quiz")
    assert [item.id for item in quiz.items] == ["hot", "cups"]
    assert quiz.item("cups") is quiz.items[1]
    assert quiz.item("tea") is None


def test_nothing_of_key_or_feedback_is_public(read: Read) -> None:
    text = json.dumps(read().quizzes[0].public())
    for hidden in ("steams", "Touch", "correct", "counted", "multiplied", "feedback", "answer", "tolerance"):
        assert hidden not in text


def test_module_and_quiz_come_back_from_their_documents(read: Read) -> None:
    pack = read()
    module, quiz = pack.modules[0], pack.quizzes[0]
    document = json.loads(canonical(module_document(module)))
    assert module_document(module_from_document(document)) == document
    assert module_from_document(document, module.digest).pages == module.pages
    assert Quiz.from_document(json.loads(json.dumps(quiz.document())), quiz.digest) == quiz


def test_the_closure_holds_key_and_pictures_by_digest_and_no_bytes(read: Read) -> None:
    pack = read()
    whole = closure(pack.modules[0], pack.quizzes)
    text = canonical(whole).decode()
    assert '"correct":true' in text
    assert pack.modules[0].media["cover.svg"].digest in text
    assert "<rect" not in text
    assert digest(whole) == pack.modules[0].digest


def test_the_digest_depends_on_content_alone(read: Read, files: dict[str, str]) -> None:
    module = "modules/coffee/module.toml"
    first = read().modules[0].digest
    moved = files[module].replace("minutes = 11\nwork_minutes = 30", "work_minutes = 30\n# eleven\nminutes = 11")
    windows = {name: text.replace("\n", "\r\n") for name, text in files.items() if name.endswith((".md", ".toml"))}
    assert read({module: moved}, folder="moved").modules[0].digest == first
    assert read(windows, folder="windows").modules[0].digest == first


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("modules/coffee/da/01-why.md", "more than 3", "more than 4"),
        ("modules/coffee/media/cover.svg", "#0b5d51", "#0b5d52"),
        ("quizzes/coffee.toml", "It steams.", "It steams!"),
        ("modules/coffee/price-of-a-cup.calc.toml", "price * 365", "price * 366"),
        ("modules/coffee/module.toml", "En kop.", "En kop til."),
    ],
)
def test_any_change_anywhere_changes_the_digest(
    read: Read, files: dict[str, str], name: str, old: str, new: str
) -> None:
    changed = {name: files[name].replace(old, new)}
    if "366" in new:
        changed[name] = changed[name].replace("year = 3650", "year = 3660")
    assert read(changed, folder="changed").modules[0].digest != read(folder="first").modules[0].digest


def test_a_byte_order_mark_is_no_letter(read: Read, files: dict[str, str]) -> None:
    module = "modules/coffee/module.toml"
    assert read({module: "\ufeff" + files[module]}).modules[0].title["en"] == "Coffee"


def test_a_folder_that_is_no_pack_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackErrors, match="neither modules/ nor quizzes/"):
        read_pack(tmp_path)


def test_hidden_files_of_the_system_are_left_alone(read: Read) -> None:
    assert read({"modules/.DS_Store": b"\0", "modules/coffee/.hidden": "x"}).modules
