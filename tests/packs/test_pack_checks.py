"""What the checker says: each mistake with its file, its line and something to do about it."""

from collections.abc import Callable
from typing import Any

import pytest

from lms.packs.model import Pack
from lms.packs.problems import PackErrors, Problem

MODULE = "modules/coffee/module.toml"
WHY = "modules/coffee/en/01-why.md"
WHY_DA = "modules/coffee/da/01-why.md"
HOW = "modules/coffee/en/02-how.md"
CALC = "modules/coffee/price-of-a-cup.calc.toml"
QUIZ = "quizzes/coffee.toml"

Problems = Callable[..., tuple[Problem, ...]]

# file, words to replace, what replaces them, the words on whose line the problem stands (after the change), the message
MISTAKES: list[tuple[str, str, str, str, str]] = [
    (MODULE, 'title.da = "Kaffe"\n', "", "title.en", '"title.da" is missing.'),
    (MODULE, 'da = "Tælle kopperne."', "", "[[objectives]]", '"da" is missing.'),
    (MODULE, 'title.da = "Kaffe"', 'title.da = " "', "title.da", '"title.da" is empty.'),
    (MODULE, 'title.da = "Kaffe"', 'title.da = "K"\ntitle.fr = "Café"', "title.fr", '"fr" is no language here.'),
    (MODULE, 'title.en = "Coffee"\ntitle.da = "Kaffe"', 'title = "Coffee"', "title =", '"title" needs one text per'),
    (MODULE, "minutes = 11", "minuts = 11", "minuts", '"minuts" is not known here.'),
    (MODULE, "minutes = 11", "minutes = 0", "minutes = 0", '"minutes" is 0.'),
    (MODULE, "minutes = 6", "minutes = 601", "minutes = 601", '"minutes" is 601.'),
    (MODULE, "minutes = 6", 'minutes = "six"', 'minutes = "six"', '"minutes" must be a whole number.'),
    (MODULE, "minutes = 6", "minutes = true", "minutes = true", '"minutes" must be a whole number.'),
    (MODULE, "work_minutes = 30", "work_minutes = -1", "work_minutes", '"work_minutes" is -1.'),
    (MODULE, 'version = "1.0"', 'version = "one"', "version", '"one" is no version.'),
    (MODULE, 'version = "1.0"', 'version = "0.9"', "version", '"0.9" is no version.'),
    (MODULE, "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01", "coffee", "uuid", "This is no uuid."),
    (MODULE, 'languages = ["en", "da"]', 'languages = ["da"]', "languages", "English is missing."),
    (MODULE, 'languages = ["en", "da"]', 'languages = ["en", "da", "no"]', "languages", '"no" is no language here.'),
    (MODULE, 'languages = ["en", "da"]', "languages = 5", "languages", '"languages" must be a list of texts.'),
    (MODULE, 'cover = "cover.svg"', 'cover = "other.svg"', "cover", 'The cover "other.svg" is not declared.'),
    (MODULE, 'alt.da = "En kop."\n', "", 'alt.en = "A cup."', '"alt.da" is missing.'),
    (
        MODULE,
        'name = "02-how"',
        'name = "01-why"',
        'name = "01-why"\nrequired = false',
        'The page "01-why" stands here',
    ),
    (MODULE, 'name = "02-how"', 'name = "../02"', 'name = "../02"', '"../02" is no name.'),
    (MODULE, 'name = "02-how"', 'name = "02-where"', 'name = "02-where"', 'The page "02-where" is missing in "en".'),
    (MODULE, "required = true", 'required = "yes"', "required = ", '"required" must be true or false.'),
    (MODULE, 'kind = "book"', 'kind = "boook"', 'kind = "boook"', 'kind = "boook" is not known.'),
    (MODULE, 'note.da = "Her blev kopperne talt."\n', "", "note.en", '"note.da" is missing.'),
    (MODULE, 'kind = "website"', 'kind = "website"\nnote = "Old."', "note = ", '"note" needs one text per'),
    (MODULE, "[[pages]]", "[pages]", "[[pages]]", "This is no TOML"),
    (MODULE, 'cover = "cover.svg"', "cover = cover.svg", "cover = cover.svg", "This is no TOML"),
    (MODULE, 'title.en = "Coffee"', 'title.en = "Coffee', 'title.en = "Coffee', "This is no TOML"),
    (WHY, "+++\n", "", 'title = "Why"', "The page has no head."),
    (WHY, 'title = "Why"\n', "", "eyebrow", '"title" is missing.'),
    (WHY, 'eyebrow = "First"', 'eyebrw = "First"', "eyebrw", '"eyebrw" is not known here.'),
    (WHY, 'eyebrow = "First"', "eyebrow = First", "eyebrow", "This is no TOML"),
    (WHY, "A cup costs", "A cup costs" + "s" * 10_000, "A cup", "The line has more than 10,000 characters."),
    (WHY, "## The cup {#the-cup}", "## The cup", "## The cup", "The heading has no id."),
    (WHY, "## The cup {#the-cup}", "# The cup {#the-cup}", "# The cup", "The page has its title in the head."),
    (WHY, "{#yours}", "{#the-cup}", "{#the-cup}\n\n```calc", 'The id "the-cup" is used in line 8 too.'),
    (WHY, "```picture", "```pictre", "```pictre", '"pictre" is no kind of block.'),
    (WHY, 'id = "cup"\n', "", 'use = "price', '"id" is missing.'),
    (
        WHY,
        'use = "price-of-a-cup"',
        'use = "price-of-a-mug"',
        "```calculator",
        'There is no calculator "price-of-a-mug".',
    ),
    (WHY, 'use = "price-of-a-cup"', 'use = "../price"', 'use = "../price"', '"../price" is no name.'),
    (WHY, 'use = "price-of-a-cup"', "use = price", "use = price", "This is no TOML"),
    (WHY, 'file = "cover.svg"', 'file = "cup.svg"', "```picture", 'There is no picture "cup.svg".'),
    (WHY, 'left.text = "Hot."\n', "", "left.title", '"text" is missing.'),
    (WHY, 'right.title = "Theirs"', 'right.titel = "Theirs"', "right.titel", '"titel" is not known here.'),
    (WHY, "```calculator\n", "- list\n\n  ```calculator\n", "  ```calculator", "This calculator stands inside a list"),
    (HOW, 'use = "coffee"', 'use = "cofee"', "```quiz", 'There is no quiz "cofee".'),
    (WHY_DA, "{#yours}", "{#dine}", "{#dine}", 'The block "dine" is not in English.'),
    (WHY_DA, 'id = "two-cups"', 'id = "a-cup"', "```compare", 'The id "a-cup" is used in line 12 too.'),
    (WHY_DA, "```calculator", "```quiz", "```quiz", 'The block "cup" is another one in English.'),
    (CALC, 'label.da = "Pris"\n', "", "label.en", "“label” is missing in “da”."),
    (CALC, 'name = "price-of-a-cup"', 'name = "price-of-a-mug"', "name", 'The file is called "price-of-a-cup".'),
    (
        CALC,
        "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d02",
        "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01",
        "uuid",
        "The uuid is that of",
    ),
    (
        QUIZ,
        "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d03",
        "019ab5e2-7c40-7d31-9f0e-5b1c2a8e4d01",
        "uuid",
        "The uuid is that of",
    ),
    (QUIZ, "pass_mark = 0.75", "pass_mark = 75", "pass_mark", '"pass_mark" is 75.'),
    (QUIZ, "pass_mark = 0.75", "pass_mark = nan", "pass_mark", '"pass_mark" must be a number.'),
    (QUIZ, "pass_mark = 0.75\n", "", "kind", '"pass_mark" is missing.'),
    (QUIZ, 'kind = "quiz"', 'kind = "quizz"', "kind", 'kind = "quizz" is not known.'),
    (QUIZ, 'stem.da = "Er den varm?"\n', "", "stem.en", '"stem.da" is missing.'),
    (QUIZ, 'kind = "number"', 'kind = "nummber"', 'kind = "nummber"', 'kind = "nummber" is not known.'),
    (QUIZ, 'id = "cups"', 'id = "hot"', 'id = "hot"\nkind = "number"', 'The item id "hot" is used twice.'),
    (QUIZ, 'id = "no"', 'id = "yes"', 'id = "yes"\ntext.en = "No"', 'The option id "yes" is used twice.'),
    (QUIZ, 'id = "no"', 'id = "no"\ncorrect = true', 'correct = true\ntext.en = "No"', "A second option is marked"),
    (QUIZ, "correct = true\n", "", "[[items.options]]", "No option is correct."),
    (QUIZ, 'feedback.en = "Touch it."\n', "", 'feedback.da = "Rør', '"feedback.en" is missing.'),
    (QUIZ, "value = 100", "value = 21", "value = 21", "21 counts as the right answer."),
    (QUIZ, 'text.en = "Yes"', 'text.en = "<b>Yes</b>"', "text.en", '"text.en" has an HTML tag.'),
    (QUIZ, "tolerance = 1", "tolerance = -1", "tolerance", '"tolerance" is -1.'),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "message"), MISTAKES, ids=[f"{m[0]}-{m[4]}" for m in MISTAKES])
def test_a_mistake_is_told_with_file_line_and_remedy(
    problems: Problems, files: dict[str, str], file: str, old: str, new: str, at: str, message: str
) -> None:
    assert old in files[file]
    text = files[file].replace(old, new, 1)
    found = problems({file: text})
    line = text[: text.index(at)].count("\n") + 1
    told = [problem for problem in found if problem.message.startswith(message)]
    assert told, "\n".join(map(str, found))
    assert (told[0].file, told[0].line) == (file, line), "\n".join(map(str, found))
    assert told[0].remedy


def test_everything_wrong_in_a_pack_is_said_at_once(problems: Problems, files: dict[str, str]) -> None:
    found = problems(
        {
            MODULE: files[MODULE].replace("minutes = 6", "minutes = 0"),
            WHY: files[WHY].replace(" {#the-cup}", ""),
            CALC: files[CALC].replace('label.da = "Pris"\n', ""),
            QUIZ: files[QUIZ].replace("0.75", "2"),
            "modules/coffee/da/02-how.md": None,
        }
    )
    assert {problem.file for problem in found} >= {MODULE, WHY, CALC, QUIZ}
    assert list(found) == sorted(found)


def test_the_remedy_names_the_key_that_was_meant(problems: Problems, files: dict[str, str]) -> None:
    found = problems({MODULE: files[MODULE].replace("work_minutes = 30", "work_minuts = 30")})
    assert 'Did you mean "work_minutes"?' in {problem.remedy for problem in found}


def test_a_block_missing_in_danish_is_told_with_its_english_place(problems: Problems, files: dict[str, str]) -> None:
    found = problems({WHY_DA: files[WHY_DA].replace("After the picture.\n", "")})
    assert [(p.file, p.message) for p in found] == [(WHY_DA, 'The block "after-a-cup" is missing.')]
    assert f"{WHY}:12" in found[0].remedy


def test_blocks_in_another_order_are_told(problems: Problems, files: dict[str, str]) -> None:
    start = files[WHY_DA].index("```compare")
    end = files[WHY_DA].index("## Yours")
    swapped = files[WHY_DA][:start] + files[WHY_DA][end:] + "\n" + files[WHY_DA][start:end]
    found = problems({WHY_DA: swapped})
    assert [p.message for p in found] == ["The blocks stand in another order than in English."]


def test_pages_and_pictures_nobody_declared_are_told(problems: Problems, files: dict[str, str]) -> None:
    found = problems(
        {
            "modules/coffee/en/03-more.md": files[HOW],
            "modules/coffee/sv/01-why.md": files[WHY],
            "modules/coffee/media/mug.svg": files["modules/coffee/media/cover.svg"],
            "modules/coffee/notes.txt": "later",
            "modules/readme.md": "hello",
            "quizzes/old/tea.toml": "x",
        }
    )
    assert [(p.file, p.message) for p in found] == [
        ("modules/coffee/en/03-more.md", "The page is not in module.toml."),
        ("modules/coffee/media/mug.svg", "The picture has no words."),
        ("modules/coffee/notes.txt", "This file has no place in a module."),
        ("modules/coffee/sv/01-why.md", '"sv" is not among the languages.'),
        ("modules/readme.md", "This file lies beside the modules."),
        ("quizzes/old/tea.toml", "This is no quiz file."),
    ]


def test_a_picture_that_is_not_there_is_told(problems: Problems) -> None:
    found = problems({"modules/coffee/media/cover.svg": None})
    assert 'There is no picture "cover.svg" in media/.' in {problem.message for problem in found}


def test_a_module_without_its_file_is_told(problems: Problems) -> None:
    assert problems({MODULE: None})[0].message == "The module has no module.toml."


def test_two_modules_cannot_share_an_identity_or_a_calculator(problems: Problems, files: dict[str, str]) -> None:
    twin = {name.replace("coffee/", "tea/"): text for name, text in files.items() if name.startswith("modules/")}
    found = {(p.file, p.message) for p in problems(twin)}
    assert ("modules/tea/module.toml", f"The uuid is that of {MODULE} too.") in found
    assert ("modules/tea/price-of-a-cup.calc.toml", f"The uuid is that of {CALC} too.") in found


def test_a_calculators_own_problems_are_passed_on(problems: Problems, files: dict[str, str]) -> None:
    text = files[CALC].replace("price * 365", "price * * 365")
    found = problems({CALC: text})
    line = text[: text.index("price * *")].count("\n") + 1
    assert [(p.file, p.line) for p in found] == [(CALC, line)]


def test_a_picture_that_only_decorates_needs_no_words(read: Callable[..., Pack], files: dict[str, str]) -> None:
    alt = 'alt.en = "A cup."\nalt.da = "En kop."\n'
    pack = read({MODULE: files[MODULE].replace(alt, "decorative = true\n")})
    assert pack.modules[0].media["cover.svg"].alt == {}


def test_minutes_that_do_not_add_up_are_noted_and_stop_nothing(
    read: Callable[..., Pack], files: dict[str, str]
) -> None:
    pack = read({MODULE: files[MODULE].replace("minutes = 11", "minutes = 20")})
    assert [(n.file, n.line, n.message) for n in pack.notes] == [
        (MODULE, 4, "The pages take 11 minutes together, the module says 20.")
    ]


@pytest.mark.parametrize("value", ["[[[[[[[[[[1]]]]]]]]]]", "[" * 5000 + "]" * 5000, "{a = " * 12 + "1" + "}" * 12])
def test_deep_nesting_is_refused(problems: Problems, files: dict[str, str], value: str) -> None:
    found = problems({MODULE: f"deep = {value}\n{files[MODULE]}"})
    assert found[0].message in ("Tables lie deeper than 8 levels.",)


def test_an_unclosed_head_is_told(problems: Problems) -> None:
    found = problems({WHY: '+++\ntitle = "Why"\n'})
    assert (WHY, 1, "The head of the page is not closed.") in {(p.file, p.line, p.message) for p in found}


def test_every_text_of_the_format_survives_hostile_types(read: Callable[..., Pack], files: dict[str, str]) -> None:
    """Whatever type stands where another is expected is a problem with a line, never an exception."""
    hostile: list[Any] = ["1", "1.5", "true", '""', "[]", "{}", "[[]]", "1979-05-27", "inf", "{en = 1}", "[{}]"]
    for name in (MODULE, QUIZ, CALC):
        for number, line in enumerate(files[name].splitlines()):
            key, equals, _ = line.partition(" = ")
            if equals:
                value = hostile[number % len(hostile)]
                lines = files[name].splitlines()
                lines[number] = f"{key} = {value}"
                try:
                    read({name: "\n".join(lines)})
                except PackErrors as errors:
                    assert all(problem.line >= 1 for problem in errors.problems)


def test_a_language_a_calculator_does_not_speak_at_all_is_told(problems: Problems, files: dict[str, str]) -> None:
    only_english = "\n".join(line for line in files[CALC].splitlines() if ".da = " not in line)
    found = [problem for problem in problems({CALC: only_english}) if problem.file == CALC]
    assert ('"label" is missing in "da".', only_english[: only_english.index("label.en")].count("\n") + 1) in {
        (problem.message, problem.line) for problem in found
    }


def test_one_quiz_block_id_on_two_pages_is_told(problems: Problems, files: dict[str, str]) -> None:
    quiz = '\n```quiz\nid = "check"\nuse = "coffee"\n```\n'
    changed = {name: text + quiz for name, text in files.items() if name.endswith((".md",)) and "check" not in text}
    found = [problem for problem in problems(changed) if "stands in" in problem.message]
    assert [problem.message for problem in found] == [f'The quiz block "check" stands in {WHY} too.']
