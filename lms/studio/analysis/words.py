"""What is found about a question, in words: the verdict, the reason with its figures, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask_babel import format_percent, get_locale, ngettext
from flask_babel import gettext as _

from lms.questions.item_statistics import ItemFigures
from lms.questions.text import in_language
from lms.questions.verdicts import Finding, Verdict, is_grave
from lms.studio.analysis.figures import Question

QUOTES: Final = {"en": ("“", "”"), "da": ("»", "«"), "sv": ("”", "”")}
"""How each language opens and closes a quotation."""


@dataclass(frozen=True)
class Told:
    """A finding in the reader's words; of one that is fine, the title says it all."""

    verdict: Verdict
    title: str
    reason: str
    advice: str

    @property
    def look(self) -> tuple[str, str]:
        """Return (class, icon) of the finding: to mend, to make better, or fine."""
        if self.verdict is Verdict.FINE:
            return "", "check"
        return ("to-mend", "warn") if is_grave(self.verdict) else ("", "info")


def told(question: Question) -> list[Told]:
    """Return what is found about a question, the gravest first; nothing while there are no figures."""
    if question.figures is None:
        return []
    return [_WORDS[each.verdict](question, question.figures, each) for each in question.findings]


def title_of(verdict: Verdict) -> str:
    """Return a verdict in a few words."""
    words: dict[Verdict, str] = {
        Verdict.KEY: _("The key may be wrong"),
        Verdict.TWO_RIGHT: _("Two right answers?"),
        Verdict.NOTHING_APART: _("Tells nobody apart"),
        Verdict.TOO_HARD: _("Too hard"),
        Verdict.SURE_AND_WRONG: _("Many are sure and wrong"),
        Verdict.TOO_EASY: _("Too easy"),
        Verdict.UNCHOSEN: _("An option nobody chooses"),
        Verdict.SLOW: _("Takes long"),
        Verdict.FINE: _("Nothing to mend"),
    }
    return words[verdict]


def solidity(figures: ItemFigures) -> str:
    """Say how far the figures may be trusted."""
    words: dict[str, str] = {
        "first": _("A first impression: a few more people may change it."),
        "fair": _("A fair picture: the figures may still move by a tenth or so."),
        "solid": _("A solid picture."),
    }
    return words[figures.solidity]


def _named(question: Question, finding: Finding) -> str:
    """Return the options a finding is about, in quotation marks."""
    language = str(get_locale())[:2]
    known = [question.categories[key] for key in finding.about if key in question.categories]
    opening, closing = QUOTES.get(language, QUOTES["en"])
    return ", ".join(f"{opening}{in_language(each.text, language)}{closing}" for each in known)


def _key(question: Question, _figures: ItemFigures, finding: Finding) -> Told:
    options = _named(question, finding)
    if options:
        reason = _(
            "Those who do well on the other questions choose %(options)s, which is marked wrong.", options=options
        )
    else:
        reason = _("Those who do well on the other questions get this one wrong more often than the others do.")
    advice = _("Check the key first. If it is right, the question misleads people who know the subject: reword it.")
    return Told(Verdict.KEY, title_of(Verdict.KEY), reason, advice)


def _two_right(question: Question, _figures: ItemFigures, finding: Finding) -> Told:
    reason = _(
        "Those who choose %(options)s do as well on the other questions as those who choose the key.",
        options=_named(question, finding),
    )
    advice = _("Ask somebody who knows the subject to defend it. If they can, reword the option or the question.")
    return Told(Verdict.TWO_RIGHT, title_of(Verdict.TWO_RIGHT), reason, advice)


def _nothing_apart(_question: Question, _figures: ItemFigures, _finding: Finding) -> Told:
    reason = _("Those who do well on the other questions answer it no better than those who do badly.")
    advice = _("Read it aloud: does it ask for one thing, in words that are on the pages? Otherwise write another.")
    return Told(Verdict.NOTHING_APART, title_of(Verdict.NOTHING_APART), reason, advice)


def _too_hard(_question: Question, figures: ItemFigures, _finding: Finding) -> Told:
    reason = _("On average people get %(share)s of the points.", share=format_percent(figures.difficulty.value))
    advice = _("Is the page clear on this? Teach it better there, or ask for a smaller step.")
    return Told(Verdict.TOO_HARD, title_of(Verdict.TOO_HARD), reason, advice)


def _sure_and_wrong(_question: Question, figures: ItemFigures, _finding: Finding) -> Told:
    reason = ngettext(
        "Of those who said “sure”, %(num)d was wrong (of %(said)d).",
        "Of those who said “sure”, %(num)d were wrong (of %(said)d).",
        figures.sure_wrong,
        said=figures.sure,
    )
    advice = _("A belief worth meeting head-on: name it on the page and say why it does not hold.")
    return Told(Verdict.SURE_AND_WRONG, title_of(Verdict.SURE_AND_WRONG), reason, advice)


def _too_easy(_question: Question, figures: ItemFigures, _finding: Finding) -> Told:
    reason = _("On average people get %(share)s of the points.", share=format_percent(figures.difficulty.value))
    advice = _("Fine as a warm-up. To learn who has understood, offer wrong answers that people really believe.")
    return Told(Verdict.TOO_EASY, title_of(Verdict.TOO_EASY), reason, advice)


def _unchosen(question: Question, _figures: ItemFigures, finding: Finding) -> Told:
    reason = _("Fewer than one in twenty choose %(options)s.", options=_named(question, finding))
    advice = _("Put a mistake there that people really make, or leave the option out.")
    return Told(Verdict.UNCHOSEN, title_of(Verdict.UNCHOSEN), reason, advice)


def _slow(_question: Question, figures: ItemFigures, _finding: Finding) -> Told:
    reason = _(
        "Half of them take longer than %(seconds)d seconds, twice as long as for the other questions.",
        seconds=round(figures.seconds or 0),
    )
    advice = _("Shorten the text, or give the numbers where they are needed.")
    return Told(Verdict.SLOW, title_of(Verdict.SLOW), reason, advice)


def _fine(_question: Question, _figures: ItemFigures, _finding: Finding) -> Told:
    return Told(Verdict.FINE, title_of(Verdict.FINE), "", "")


_WORDS: dict[Verdict, Callable[[Question, ItemFigures, Finding], Told]] = {
    Verdict.KEY: _key,
    Verdict.TWO_RIGHT: _two_right,
    Verdict.NOTHING_APART: _nothing_apart,
    Verdict.TOO_HARD: _too_hard,
    Verdict.SURE_AND_WRONG: _sure_and_wrong,
    Verdict.TOO_EASY: _too_easy,
    Verdict.UNCHOSEN: _unchosen,
    Verdict.SLOW: _slow,
    Verdict.FINE: _fine,
}
