"""A language may be partly there: what is missing falls back to English, block by block, and the marks travel along."""

from collections.abc import Callable

from lms.packs.closure import closure, module_document, module_from_document
from lms.packs.model import Pack
from lms.packs.page_text import PageText
from lms.packs.problems import Problem
from lms.packs.translations import Marks, parsed, written
from lms.packs.versions import compare, refusals

Read = Callable[..., Pack]
Problems = Callable[..., tuple[Problem, ...]]
TOML, WHY_DA, HOW_DA = "modules/coffee/module.toml", "modules/coffee/da/01-why.md", "modules/coffee/da/02-how.md"
MARKS, QUIZ, CALCULATOR = (
    "modules/coffee/translations.toml",
    "quizzes/coffee.toml",
    "modules/coffee/price-of-a-cup.calc.toml",
)

WITHOUT_THE_CUP = """\
+++
title = "Hvorfor"
+++

Før overskriften.

```compare
id = "two-cups"
left.title = "Vores"
left.text = "Varm."
right.title = "Deres"
right.text = "Kold."
```
"""


def partly(module: str) -> str:
    return module.replace('languages = ["en", "da"]', 'languages = ["en", "da"]\npartly = ["da"]')


def blocks(page: PageText) -> list[tuple[str, str]]:
    return [(block.id, block.language) for block in page.blocks]


def test_a_block_that_is_missing_is_shown_in_english_and_says_so(read: Read, files: dict[str, str]) -> None:
    pack = read({TOML: partly(files[TOML]), WHY_DA: WITHOUT_THE_CUP})
    page = pack.modules[0].pages[0].texts["da"]
    assert blocks(page) == [
        ("start", ""),
        ("the-cup", "en"),
        ("a-cup", "en"),
        ("after-a-cup", "en"),
        ("two-cups", ""),
        ("yours", "en"),
        ("cup", ""),  # a calculator has no words on the page
    ]
    assert page.title == "Hvorfor"
    again = PageText.from_document(page.document())
    assert blocks(again) == blocks(page)


def test_a_whole_page_may_be_missing(read: Read, files: dict[str, str]) -> None:
    pack = read({TOML: partly(files[TOML]), HOW_DA: None})
    page = pack.modules[0].pages[1]
    assert set(page.texts) == {"en"}
    assert page.text("da").title == "How"


def test_texts_of_module_quiz_and_calculator_may_be_missing(read: Read, files: dict[str, str]) -> None:
    without = {
        TOML: partly(files[TOML]).replace('summary.da = "Hvad en kop er værd."\n', ""),
        QUIZ: files[QUIZ].replace('stem.da = "Er den varm?"\n', ""),
        CALCULATOR: files[CALCULATOR].replace('label.da = "Pris"\n', ""),
    }
    pack = read(without)
    assert pack.modules[0].summary == {"en": "What a cup is worth."}
    assert pack.quizzes[0].items[0].stem == {"en": "Is it hot?"}
    assert pack.quizzes[0].languages == ("en",)
    assert pack.modules[0].partly == ("da",)


def test_a_language_that_is_whole_may_still_lack_nothing(problems: Problems) -> None:
    found = problems({HOW_DA: None, WHY_DA: WITHOUT_THE_CUP})
    messages = [problem.message for problem in found]
    assert 'The page "02-how" is missing in "da".' in messages
    assert 'The block "the-cup" is missing.' in messages


def test_order_and_ids_still_agree(problems: Problems, files: dict[str, str]) -> None:
    unknown = WITHOUT_THE_CUP + "\n## Mere {#more}\n\nMere.\n"
    turned = WITHOUT_THE_CUP + "\n## Koppen {#the-cup}\n\nKoppen.\n"
    for page, message in (
        (unknown, 'The block "more" is not in English.'),
        (turned, "The blocks stand in another order"),
    ):
        found = problems({TOML: partly(files[TOML]), WHY_DA: page})
        assert [problem.file for problem in found] == [WHY_DA]
        assert found[0].message.startswith(message)


def test_english_and_unknown_languages_are_never_partly_there(problems: Problems, files: dict[str, str]) -> None:
    for named, message in (
        ('["en"]', "English is never partly there."),
        ('["sv"]', '"sv" is not among the languages.'),
    ):
        toml = partly(files[TOML]).replace('partly = ["da"]', f"partly = {named}")
        assert problems({TOML: toml})[0].message == message


MARKED = """\
[da."01-why.md"]
"the-cup.text" = "0123456789abcdef"

[da."module.toml"]
"title" = "copied"
"""


def test_marks_are_read_and_frozen_and_a_change_of_them_is_minor(read: Read, files: dict[str, str]) -> None:
    before = read({TOML: partly(files[TOML])})
    after = read({TOML: partly(files[TOML]), MARKS: MARKED}, folder="after")
    old, new = (closure(pack.modules[0], pack.quizzes) for pack in (before, after))
    assert compare(old, new).level == "minor"
    assert refusals(old, new)[0].startswith("The content changed under the old number 1.0; call it 1.1.")
    module = after.modules[0]
    assert module.translations == {
        "da": {"01-why.md": {"the-cup.text": "0123456789abcdef"}, "module.toml": {"title": "copied"}}
    }
    assert module_from_document(module_document(module)).translations == module.translations


def test_a_block_whose_english_was_only_copied_in_says_so(read: Read, files: dict[str, str]) -> None:
    marks = '[da."01-why.md"]\n"the-cup.text" = "copied"\n'
    page = read({TOML: partly(files[TOML]), MARKS: marks}).modules[0].pages[0].texts["da"]
    assert [id for id, language in blocks(page) if language == "en"] == ["the-cup"]


def test_nothing_may_be_left_copied_in_a_whole_language(problems: Problems) -> None:
    (found,) = problems({MARKS: '[da."01-why.md"]\n"the-cup.text" = "copied"\n'})
    assert (found.file, found.line) == (MARKS, 2)
    assert 'partly = ["da"]' in found.remedy


def test_faulty_marks_are_told(problems: Problems) -> None:
    for marks, message in (
        ('[de."01-why.md"]\na = "0123456789abcdef"\n', '"de" is no translation of this module.'),
        ('[da."01-why.md"]\na = "yesterday"\n', '"a" has no mark.'),
        ("da = 3\n", '"da" must be a table.'),
        ("[da]\nx = 3\n", '"x" must be a table.'),
        ("[da\n", "This is no TOML"),
    ):
        (found,) = problems({MARKS: marks})
        assert found.message.startswith(message)


def test_marks_of_a_language_to_come_are_kept_and_count_for_nothing_yet(read: Read) -> None:
    module = read({MARKS: '[sv."own.calc.toml"]\ntitle = "0123456789abcdef"\n'}).modules[0]
    assert "sv" not in module.translations


def test_marks_are_written_sorted_and_read_again() -> None:
    marks: Marks = {"sv": {"b.md": {"x.text": "copied"}}, "da": {"b.md": {}, "a.md": {"z": "0" * 16, "a.b": "1" * 16}}}
    text = written(marks)
    assert text.index('[da."a.md"]') < text.index('"a.b"') < text.index('"z"') < text.index("[sv.")
    assert parsed(text) == {"da": {"a.md": {"a.b": "1" * 16, "z": "0" * 16}}, "sv": {"b.md": {"x.text": "copied"}}}
    assert written({}) == ""
    assert parsed("da = [") == {}


def test_a_module_in_whole_languages_is_frozen_as_before(read: Read) -> None:
    document = module_document(read({}).modules[0])
    assert not {"partly", "translations"} & set(document)
