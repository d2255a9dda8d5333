"""The interface in Danish and Swedish: every word is translated, compiled, and what a reader meets."""

from __future__ import annotations

import gettext
import html
import io
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from lms.kernel.permissions import Role
from lms.web.languages import COOKIE
from tests.support.company import MODULE, Browser, Company

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "lms" / "web" / "translations"
TEMPLATES = sorted((ROOT / "lms").glob("**/templates/**/*.html"))
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "say": None, "say_n": (1, 2)}

TRANSLATED = pytest.mark.parametrize("language", ["da", "sv"])
READ_OUT = ("aria-label", "alt", "title", "placeholder")
ON_SQLITE = pytest.mark.parametrize("installation", ["sqlite"], indirect=True)

SAME_IN_EVERY_LANGUAGE = {"Outside-In", "HR", "Message-ID", "Outlook", "Google", "Apple"} | {
    "Moodle", "XML", "GIFT", "QTI", "CSV", "XLIFF"
}  # fmt: skip
TELLING = 12
"""Longer English texts than this many characters cannot stand on a translated page by chance."""

PLACEHOLDER = re.compile(r"%\(\w+\)[ds]|\{\w+\}")
NUMBERS = {"%(num)d", "%(num)s", "%(count)d", "%(count)s"}
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
LOOSE_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # of a macro that stands inside a tag
WORD = re.compile(r"[A-Za-z]{2,}(?:-[A-Za-z]+)*")

PAGES = (
    "/learn",
    f"/learn/{MODULE}",
    f"/learn/{MODULE}/01-why-loyalty-pays",
    f"/learn/{MODULE}/02-what-a-customer-is-worth",
    f"/learn/{MODULE}/03-what-losing-them-costs",
    "/tools",
    "/tools/customer-lifetime-value",
    "/tools/cost-of-churn",
    "/assign",
    "/assign?show=late",
    "/author",
    f"/author/modules/{MODULE}",
    "/admin",
    "/me",
    "/nothing-here",
)


def _catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _texts(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _words(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_texts(message.id): _texts(message.string) for message in _messages(catalogue)}


@pytest.fixture(scope="module")
def marked() -> set[tuple[str, ...]]:
    """Return every text that code and templates mark for translation, with its plural where it has one."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]  # babel leaves it untyped
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    return {_texts(text) for _file, _line, text, _comments, _context in found}


@TRANSLATED
def test_the_catalogue_holds_what_the_code_says_and_nothing_else(language: str, marked: set[tuple[str, ...]]) -> None:
    written = set(_words(_catalogue(language)))
    assert marked - written == set(), "run `make translations`, then translate these"
    assert written - marked == set(), "nobody says this any more: run `make translations`"


@TRANSLATED
def test_no_text_is_left_untranslated_or_uncertain(language: str) -> None:
    catalogue = _catalogue(language)
    assert [m.id for m in _messages(catalogue) if m.fuzzy or not all(_texts(m.string))] == []
    assert not catalogue.obsolete
    plurals = [m for m in _messages(catalogue) if m.pluralizable]
    assert plurals
    assert all(len(_texts(m.string)) == catalogue.num_plurals == 2 for m in plurals)


@TRANSLATED
def test_every_form_of_a_translation_keeps_the_places_for_values(language: str) -> None:
    """What is said of one may say the number in a word ("one minute is left"), in each language then: `num` or `count`
    may be missing there, for the form is that of exactly one thing (n != 1), and nothing else may be."""
    catalogue = _catalogue(language)
    assert catalogue.plural_expr == "(n != 1)"
    for english, translated in _words(catalogue).items():
        assert [_places(text) for text in translated] == [_places(text) for text in english], english
        one, *several = (_places(text) for text in english)
        assert all(one in (places, [each for each in places if each not in NUMBERS]) for places in several), english


@TRANSLATED
def test_a_translation_ends_as_the_english_does(language: str) -> None:
    """A label stays a label and a sentence a sentence: the same mark at the end, the same case at the beginning."""
    for english, translated in _words(_catalogue(language)).items():
        for said, text in zip(english, translated, strict=True):
            assert text == text.strip()
            assert _last_mark(text) == _last_mark(said) or text.endswith("min."), english
            if said[0].isalpha():
                assert text[0].isupper() == said[0].isupper(), english


def _places(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _last_mark(text: str) -> str:
    return text[-1] if text[-1] in ".:?!…)" else ""


@TRANSLATED
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    fresh = io.BytesIO()
    write_mo(fresh, _catalogue(language))
    fresh.seek(0)
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert _words(compiled) == _words(read_mo(fresh)), "run `make translations`"
    assert compiled.plural_expr == _catalogue(language).plural_expr


@TRANSLATED
def test_the_catalogue_names_no_file_and_line(language: str) -> None:
    """Locations would change with every edit of a template and bury what translators changed."""
    assert not [message.id for message in _messages(_catalogue(language)) if message.locations]


@pytest.mark.parametrize(
    ("locale", "one", "many"),
    [("da_DK", "frist om 1 dag", "frist om 3 dage"), ("sv_SE", "1 dag kvar", "3 dagar kvar")],
)
def test_one_day_and_three_days_are_worded_differently(locale: str, one: str, many: str) -> None:
    """The regional locales the application selects find the catalogues of their languages."""
    translations = gettext.translation("messages", TRANSLATIONS, [locale])
    texts = [translations.ngettext("due in %(num)d day", "due in %(num)d days", n) % {"num": n} for n in (1, 3)]
    assert texts == [one, many]


class _VisibleText(HTMLParser):
    """Collects what a reader sees or hears of a page: text, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("code", "kbd", "script", "style")
        self.found += [value for name, value in attrs if value and name in READ_OUT]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("code", "kbd", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(LOOSE_ATTRIBUTE.sub(" ", data))


def _bare_words(template: str) -> Iterator[str]:
    parser = _VisibleText()
    parser.feed(JINJA.sub(" ", template))
    return (word for text in parser.found for word in WORD.findall(text) if word not in SAME_IN_EVERY_LANGUAGE)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_holds_words_that_are_not_marked_for_translation(template: Path) -> None:
    assert list(_bare_words(template.read_text(encoding="utf-8"))) == []


def test_a_bare_word_in_a_template_is_noticed() -> None:
    template = '<p>Saved</p>{# a note #}<img alt="Open it"><b>{{ _("Begin") }}</b><code>lms run</code>'
    assert list(_bare_words(template)) == ["Saved", "Open", "it"]


def _english_left(page: str, catalogue: Catalog) -> set[str]:
    """Return the telling English texts of the catalogue that stand anywhere in `page`, attributes included."""
    shown = " ".join(html.unescape(page).split())
    return {
        piece
        for english, translated in _words(catalogue).items()
        for text in english
        for piece in map(str.strip, PLACEHOLDER.split(text))
        if len(piece) > TELLING and not any(piece in other for other in translated) and piece in shown
    }


def _open(browser: Browser, language: str, path: str) -> str:
    browser.client.set_cookie(COOKIE, language)
    response = browser.get(path)
    assert f'<html lang="{language}">' in response.text
    return response.text


@ON_SQLITE
@TRANSLATED
@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_another_language_holds_no_english_of_the_interface(
    company: Company, language: str, path: str
) -> None:
    browser = company.browser(company.person(Role.HR, Role.TRAINER, Role.ADMIN))
    assert _english_left(_open(browser, language, path), _catalogue(language)) == set()
    assert _english_left(_open(browser, "en", path), _catalogue(language)), "the English page shows what is looked for"


@ON_SQLITE
@TRANSLATED
def test_the_sign_in_page_and_its_refusals_speak_the_readers_language(company: Company, language: str) -> None:
    browser = company.anonymous()
    assert _english_left(_open(browser, language, "/sign-in"), _catalogue(language)) == set()
    for data in ({"email": "", "password": ""}, {"email": "nobody@else.example", "password": "wrong"}):
        refused = browser.post("/sign-in", data)
        assert refused.status_code >= 400
        assert _english_left(refused.text, _catalogue(language)) == set()
    assert _english_left(_open(browser, "en", "/sign-in"), _catalogue(language))


@ON_SQLITE
@TRANSLATED
def test_the_questions_are_asked_and_judged_in_the_readers_language(company: Company, language: str) -> None:
    browser = company.browser(company.person(language=language))
    page = f"/learn/{MODULE}/03-what-losing-them-costs"
    for form in ("attempts", "submission"):  # begun, then handed in with nothing answered
        address = re.search(rf'action="([^"]+/{form})"', browser.get(page).text)
        assert address is not None
        assert browser.post(address[1]).status_code == 303
        assert _english_left(browser.get(page).text, _catalogue(language)) == set()
    browser.client.set_cookie(COOKIE, "en")
    assert "Read what each answer teaches, then try again." in browser.get(page).text


@ON_SQLITE
@pytest.mark.parametrize(("language", "said"), [("da", "Nærmeste leder"), ("sv", "Närmaste chef")])
def test_the_line_manager_has_a_name_in_the_readers_language(company: Company, language: str, said: str) -> None:
    browser = company.browser(company.person(language=language))
    assert said in browser.get("/me").text
