"""When two short texts count as the same: normal form, accents, one letter off."""

import unicodedata

SHORTEST_TYPO = 5
"""Letters an answer needs before one that is off may pass: among four, one letter makes another word."""

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "œ": "oe"})
_ENDS = " .,;:!?\"'`´’‘“”„»«()[]…"


def tidy(text: str) -> str:
    """Return what was typed without invisible characters (soft hyphens, joiners) and with single spaces."""
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return " ".join(visible.split())


def normal(text: str, *, accents_count: bool) -> str:
    """Return the form in which texts are compared: NFKC, casefold, single spaces, no punctuation at the ends.

    Unless accents count, letters lose them: å and ä are a, ø and ö are o, æ is ae.
    """
    folded = tidy(unicodedata.normalize("NFKC", tidy(unicodedata.normalize("NFKC", text)).casefold())).strip(_ENDS)
    if accents_count:
        return folded
    apart = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.split()).strip(_ENDS)


def one_off(typed: str, wanted: str) -> bool:
    """Whether the texts differ in at most one letter: put in, left out, another one, or two neighbours exchanged."""
    if typed == wanted:
        return True
    if min(len(typed), len(wanted)) < SHORTEST_TYPO or abs(len(typed) - len(wanted)) > 1:
        return False
    longer, shorter = (typed, wanted) if len(typed) > len(wanted) else (wanted, typed)
    first = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    if len(longer) > len(shorter):
        return longer[first + 1 :] == shorter[first:]
    exchanged = longer[:first] + "".join(reversed(longer[first : first + 2])) + longer[first + 2 :]
    return longer[first + 1 :] == shorter[first + 1 :] or exchanged == shorter
