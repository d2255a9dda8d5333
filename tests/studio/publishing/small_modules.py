"""Small modules, sound or with one fault each, made by a generator: what the check list has to tell apart."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.support.small_pack import CALCULATOR, CUPS, HOW, MODULE, MORE, SAUCERS, SLUG, WHY

Files = dict[str, str]
FOLDER = f"modules/{SLUG}"
WORDS = ("A cup costs more than it looks.", "Count them *before* lunch.", "Who drinks the `most`?", "Ask a colleague.")
LINKS = ("[the price list](https://example.org/prices)", "[how we count cups](https://example.org/count)")
ALTS = ("A cup on a table.", "Steam above a white cup.", "Two cups, one of them empty.", "Cups by the hour")
DARK, PALE = ("#10312b", "#000000", "#5a1f0a", "#1d2b6b"), ("#cfd8d5", "#e8e2d0", "#d0e0ff", "#f0c9c0")


def sound(seed: int) -> Files:
    """Return a module without a fault; no two seeds give the same."""
    chance = Random(seed)  # noqa: S311 -- nothing secret hangs on it
    paragraphs = [_paragraph(chance) for _ in range(chance.randint(1, 4))]
    wording = "\n\n".join([*paragraphs, _headings(chance)])
    alt = f'alt = {{en = "{chance.choice(ALTS)}", da = "En kop på et bord."}}'
    module = MODULE.format(version="1.0").replace('alt = {en = "A cup.", da = "En kop."}', alt)
    if chance.random() < 0.3:
        module = module.replace(alt, "decorative = true")
    return {
        f"{FOLDER}/module.toml": module,
        f"{FOLDER}/en/01-why.md": WHY.format(title="Why", wording=wording),
        f"{FOLDER}/da/01-why.md": WHY.format(title="Hvorfor", wording=wording),
        f"{FOLDER}/en/02-how.md": HOW.format(title="How"),
        f"{FOLDER}/da/02-how.md": HOW.format(title="Hvordan"),
        f"{FOLDER}/en/03-more.md": MORE.format(title="More"),
        f"{FOLDER}/da/03-more.md": MORE.format(title="Mere"),
        f"{FOLDER}/price-of-a-cup.calc.toml": CALCULATOR,
        f"{FOLDER}/media/cover.svg": _drawing(chance, DARK),
        "quizzes/cups.toml": CUPS.format(version="1.0", stem="Is it hot?"),
        "quizzes/saucers.toml": SAUCERS,
    }


def faulty(seed: int) -> tuple[str, Files]:
    """Return the name of a fault, and a module that has it and no other."""
    chance = Random(1000 + seed)  # noqa: S311 -- nothing secret hangs on it
    name, spoil = FAULTS[seed % len(FAULTS)]
    return name, spoil(sound(1000 + seed), chance)


def _paragraph(chance: Random) -> str:
    kind = chance.randrange(5)
    if kind == 0:
        return f"See {chance.choice(LINKS)}."
    if kind == 1:
        first = chance.choice(("", "Who"))
        return f"| {first} | Cups | Price |\n|---|---|---|\n| Office | {chance.randint(1, 99)} | 20 |"
    if kind == 2:
        return "- one\n- two\n- three"
    return chance.choice(WORDS)


def _headings(chance: Random) -> str:
    """Return headings in an order without a step left out, with something below each."""
    level, lines = 1, []
    for number in range(chance.randint(1, 4)):
        level = chance.randint(2, min(level + 1, 4))
        lines += [f"{'#' * level} Heading {number} {{#heading-{number}}}", "", chance.choice(WORDS), ""]
    return "\n".join(lines)


def _drawing(chance: Random, inks: tuple[str, ...]) -> str:
    size, x = chance.choice((12, 14, 16)), chance.randint(5, 20)
    ground = '<rect width="120" height="80" fill="#ffffff"/>'
    box = f'<g><rect x="0" y="20" width="90" height="40" fill="{chance.choice(("#fff", "#fdfaf2"))}"/></g>'
    words = f'<text x="{x}" y="40" font-size="{size}" fill="{chance.choice(inks)}">Cups</text>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">{ground}{box}{words}</svg>'


def _on_page(files: Files, text: str, chance: Random) -> Files:
    page = f"{FOLDER}/{chance.choice(('en', 'da'))}/03-more.md"
    return files | {page: f"{files[page]}\n{text}\n"}


def _module(old: str, new: str) -> Callable[[Files, Random], Files]:
    def spoil(files: Files, _chance: Random) -> Files:
        path = f"{FOLDER}/module.toml"
        lines = files[path].split("\n")
        kept = [line for line in lines if not line.startswith(("alt =", "decorative ="))] if old == "alt" else lines
        text = "\n".join(kept)
        return files | {path: f"{text}\n{new}\n" if old == "alt" else text.replace(old, new)}

    return spoil


FAULTS: tuple[tuple[str, Callable[[Files, Random], Files]], ...] = (
    ("no words for the picture", _module("alt", "")),
    ("words that say nothing", _module("alt", 'alt = {en = "Picture", da = "Billede"}')),
    ("the file's name for words", _module("alt", 'alt = {en = "cover.svg", da = "Cover"}')),
    ("words in one language only", _module("alt", 'alt = {en = "A cup on a table."}')),
    ("a step of headings left out", lambda f, c: _on_page(f, "### Deep {#deep}\n\nHere.", c)),
    ("two steps left out", lambda f, c: _on_page(f, "## On {#on}\n\nHere.\n\n#### Deep\n\nThere.", c)),
    ("a table without a head", lambda f, c: _on_page(f, "| | | |\n|---|---|---|\n| a | b | c |", c)),
    ("a column without a head", lambda f, c: _on_page(f, "| Who | |\n|---|---|\n| a | b |", c)),
    ("faint letters", lambda f, c: f | {f"{FOLDER}/media/cover.svg": _drawing(c, PALE)}),
    ("an empty page", lambda f, _c: f | {f"{FOLDER}/en/03-more.md": '+++\ntitle = "More"\n+++\n'}),
    ("no objective", _module('objectives = [{en = "Count the cups.", da = "Tælle kopperne."}]', "objectives = []")),
    (
        "an example that fails",
        lambda f, _c: f | {f"{FOLDER}/price-of-a-cup.calc.toml": CALCULATOR.replace("year = 3650", "year = 3651")},
    ),
    ("a picture that is not there", lambda f, _c: {k: v for k, v in f.items() if not k.endswith(".svg")}),
)
