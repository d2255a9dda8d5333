"""Nothing an author writes can run in a reader's browser; honest texts come through unharmed.

Cases and forbidden patterns are those of tests/cases/xss.json.
"""

import contextlib
import html
import json
import re
import threading
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape

from lms.packs.markdown import link_allowed, parse, render
from lms.packs.model import Pack
from lms.packs.problems import PackErrors, Problem

CASES = json.loads((Path(__file__).parent.parent / "cases" / "xss.json").read_text(encoding="utf-8"))
FORBIDDEN = [re.compile(pattern, re.IGNORECASE) for pattern in CASES["forbidden"]]
MODULE = "modules/coffee/module.toml"
WHY, WHY_DA = "modules/coffee/en/01-why.md", "modules/coffee/da/01-why.md"
QUIZ = "quizzes/coffee.toml"

Read = Callable[..., Pack]
Problems = Callable[..., tuple[Problem, ...]]


def variants(*ids: str) -> list[Any]:
    """The texts of these cases."""
    found: list[Any] = []
    for case in CASES["cases"]:
        if case["id"] in ids:
            for number, variant in enumerate(case["variants"]):
                made = variant.get("value")
                if made is None:
                    how = variant["generator"]
                    made = how.get("prefix", "") + how["unit"] * how["count"] + how.get("suffix", "")
                found.append(pytest.param(made, id=f"{case['id']}-{number}"))
    return found


def forbidden_in(text: str) -> list[str]:
    """The forbidden patterns that occur."""
    return [pattern.pattern for pattern in FORBIDDEN if pattern.search(text)]


ATTACKS = [case.values[0] for case in variants("P01", "P02")]


class Elements(HTMLParser):
    """Collects the elements and attributes of a piece of HTML, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("attack", variants("P01", "P02", "P03", "P15"))
@pytest.mark.parametrize(
    "frame", ["{}", "Words {} and more", "- item {}", "> {}", "## Head {} {{#x}}", "**{}**", "| a |\n|---|\n| {} |"]
)
def test_page_text_holds_nothing_that_runs(attack: str, frame: str) -> None:
    out = render(frame.format(attack))
    # P03 and P15 are to stay as letters; a link's definition is one only at the start of a line
    if attack in ATTACKS and (frame == "{}" or not attack.startswith("[a]:")):
        assert forbidden_in(out) == []
    seen = Elements(out)
    assert seen.elements <= {
        "p",
        "h2",
        "ul",
        "li",
        "blockquote",
        "strong",
        "em",
        "a",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }
    assert not any(name.startswith("on") or name in ("style", "src", "id") for name in seen.attributes)
    assert not str(seen.attributes.get("href", "")).lower().startswith(("javascript", "vbscript", "data"))


@pytest.mark.parametrize("attack", variants("P01", "P02"))
def test_an_attack_in_a_whole_page_is_left_out_and_noted(read: Read, files: dict[str, str], attack: str) -> None:
    where = "A cup costs < 5 kr."
    line = files[WHY][: files[WHY].index(where)].count("\n") + 1
    pack = read({WHY: files[WHY].replace(where, attack), WHY_DA: files[WHY_DA].replace(where, attack)})
    page = pack.modules[0].pages[0].text("en")
    assert forbidden_in("".join(block.html or "" for block in page.blocks)) == []
    assert any(note.file == WHY and line <= note.line <= line + 2 for note in pack.notes)


@pytest.mark.parametrize("attack", variants("P01", "P02"))
@pytest.mark.parametrize("key", ['caption = "', 'left.text = "'])
def test_texts_inside_blocks_are_cleaned_too(read: Read, files: dict[str, str], attack: str, key: str) -> None:
    quoted = json.dumps(attack)[1:-1]
    text = files[WHY].replace(key, f"{key}{quoted} ")
    pack = read({WHY: text, WHY_DA: files[WHY_DA]})
    blocks = [block.document() for block in pack.modules[0].pages[0].text("en").blocks]
    assert forbidden_in(json.dumps([blocks])) == []


@pytest.mark.parametrize("attack", variants("P01", "P02", "P03"))
@pytest.mark.parametrize("key", ['title.en = "', 'alt.en = "', 'summary.en = "'])
def test_titles_and_alt_texts_stay_letters(read: Read, files: dict[str, str], attack: str, key: str) -> None:
    """They are plain text wherever they are shown: templates escape them, and no markup is left to a reader."""
    quoted = json.dumps(attack)[1:-1]
    module = read({MODULE: files[MODULE].replace(key, f"{key}{quoted} ", 1)}).modules[0]
    texts = {"title": module.title, "alt": module.media["cover.svg"].alt, "summary": module.summary}
    text = texts[key.partition(".")[0]]["en"]
    assert attack in text
    shown = Elements(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert (shown.elements, set(shown.attributes)) == ({"p"}, {"title"})
    assert shown.words == text


@pytest.mark.parametrize("attack", variants("P01"))
@pytest.mark.parametrize("key", ["text", "stem", "feedback"])
def test_html_in_a_quiz_is_refused_with_its_line(
    problems: Problems, files: dict[str, str], attack: str, key: str
) -> None:
    quoted = json.dumps(attack)[1:-1]
    text = files[QUIZ].replace(f'{key}.en = "', f'{key}.en = "{quoted} ', 1)
    line = text[: text.index(quoted)].count("\n") + 1
    assert (QUIZ, line, f'"{key}.en" has an HTML tag.') in {(p.file, p.line, p.message) for p in problems({QUIZ: text})}


@pytest.mark.parametrize("honest", variants("C01"))
def test_honest_text_comes_through_unharmed(read: Read, files: dict[str, str], honest: str) -> None:
    quoted = json.dumps(honest, ensure_ascii=False)[1:-1]
    pack = read(
        {
            MODULE: files[MODULE].replace('title.en = "Coffee"', f'title.en = "{quoted}"'),
            WHY: files[WHY].replace("A cup costs", f"{honest}\n\nA cup costs"),
            QUIZ: files[QUIZ].replace('text.en = "Yes"', f'text.en = "{quoted}"'),
        }
    )
    assert pack.modules[0].title["en"] == honest
    assert pack.quizzes[0].items[0].options[0].text["en"] == honest  # type: ignore[attr-defined]
    shown = pack.modules[0].pages[0].text("en").block("the-cup")
    assert shown is not None
    assert f"<p>{html.escape(honest, quote=False)}</p>" in str(shown.html)
    assert pack.notes == ()


@pytest.mark.parametrize("slow", variants("P21"))
def test_markdown_made_to_be_slow_is_read_within_a_second(read: Read, files: dict[str, str], slow: str) -> None:
    started = time.thread_time()
    with contextlib.suppress(PackErrors):  # to refuse it is right too
        read({WHY: f"{files[WHY]}\n{slow}\n", WHY_DA: files[WHY_DA]})
    assert time.thread_time() - started < 1.0


def test_without_the_cleaner_the_attack_is_there() -> None:
    """The negative control: with both layers off the forbidden patterns are found, so the tests above are not blind."""
    assert forbidden_in(render("<img src=x onerror=\"window.__xss='P01'\">", clean=False))
    assert forbidden_in(render("[a](javascript:void(0))", clean=False))


@pytest.mark.parametrize("attack", variants("P01", "P02"))
def test_the_allow_list_alone_holds_without_the_first_layer(attack: str) -> None:
    """What the parser writes uncleaned goes through the second layer only."""
    from lms.packs.markdown import _cleaner

    assert forbidden_in(_cleaner.clean(render(attack, clean=False))) == []


@pytest.mark.parametrize("attack", variants("P01", "P02"))
def test_the_first_layer_alone_holds_without_the_allow_list(attack: str) -> None:
    parsed = parse(attack)
    parsed.clean = False
    assert forbidden_in(parsed.html()) == []


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a?b=c#d", "http://example.org", "mailto:a@example.org", "02-how", "../tea/01-why", "#the-cup",
     "/tools/nps", "?page=2", "HTTPS://EXAMPLE.ORG"],
)  # fmt: skip
def test_links_to_the_web_to_mail_and_inside_the_site_stay(address: str) -> None:
    assert link_allowed(address)
    assert f'href="{address}"' in render(f"[a]({address})").replace("&amp;", "&")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java%0ascript:alert(1)", "vbscript:x", "data:text/html,x",
     "data:image/png;base64,AA", "file:///etc/passwd", "//evil.example", "ftp://example.org", "intent:x",
     "\x01javascript:x", "&#106;avascript:x"],
)  # fmt: skip
def test_links_to_anything_else_are_taken_out_and_their_words_stay(address: str) -> None:
    parsed = parse(f"[words](<{address}>)")
    out = parsed.html()
    assert "href" not in out
    assert "words" in out
    assert [remark.message for remark in parsed.remarks] == ["A link is left out."]


def test_a_picture_inside_a_text_leaves_its_words() -> None:
    parsed = parse("See ![a *cup* <b onclick=x>](https://evil.example/track.gif) here")
    assert parsed.html() == "<p>See a cup  here</p>"
    assert {remark.message for remark in parsed.remarks} >= {"A picture inside a text is left out."}
    assert forbidden_in(parsed.html()) == []


def test_ids_classes_and_styles_of_authors_do_not_pass() -> None:
    out = render('<p id="nav" class="hero" style="position:fixed">x</p>\n\n<form><input name="csrf"></form>')
    assert out == "<p>x</p>"


def test_code_is_shown_and_does_nothing() -> None:
    assert render("`<script>`") == "<p><code>&lt;script&gt;</code></p>"
    assert render("```html\n<script>\n```") == "<pre><code>&lt;script&gt;\n</code></pre>"


def test_tables_keep_their_alignment_without_inline_style() -> None:
    out = render("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<td class="align-right">2</td>' in out
    assert "style" not in out


def test_links_outside_tell_nothing_about_the_reader() -> None:
    assert 'rel="noopener noreferrer"' in render("[a](https://example.org)")


def test_the_cleaner_can_be_used_by_many_at_once() -> None:
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(render("*a* <b>c</b>"))) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["<p><em>a</em> c</p>"] * 16
