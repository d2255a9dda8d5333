"""What is kept and for how long, for the works-council pack: written from the data dictionary in three languages.

`python -m tests.docs.kept_table` writes the tables in docs/works-council anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import lms.app  # noqa: F401  - every table and every job
from lms.kernel.model import declarations

FOLDER: Final = Path(__file__).parents[2] / "docs" / "works-council"
LANGUAGES: Final = ("en", "da", "sv")
OPENS, CLOSES = "<!-- kept -->\n", "<!-- end of kept -->"

Said = tuple[str, str, str]
"""English, Danish, Swedish."""

HEADS: Final[tuple[Said, ...]] = (
    ("what", "hvad", "vad"),
    ("class", "klasse", "klass"),
    ("how long", "hvor længe", "hur länge"),
    ("tables", "tabeller", "tabeller"),
)
CLASSES: Final[dict[str, Said]] = {
    "personal": ("personal", "personoplysning", "personuppgift"),
    "sensitive": ("private", "privat", "privat"),
    "secret": ("key or hash", "nøgle eller hash", "nyckel eller hash"),
}
ENDS: Final[dict[str, Said]] = {
    "itself": ("by itself", "af sig selv", "av sig själv"),
    "erasing": ("by erasing", "ved sletning", "vid radering"),
}
THEMES: Final[tuple[tuple[Said, tuple[str, ...]], ...]] = (
    (
        ("who somebody is, and signing in", "hvem man er, og login", "vem man är, och inloggning"),
        (
            "account",
            "authenticator",
            "door_token",
            "host_identity",
            "known_device",
            "lti_user",
            "oidc_identity",
            "passkey",
            "pending_sign_in",
            "person",
            "person_word",
            "recovery_code",
            "saved_view",
            "scim_user",
            "sign_in",
            "trusted_browser",
        ),
    ),
    (
        ("groups and cohorts", "grupper og hold", "grupper och kursgrupper"),
        ("cohort", "cohort_member", "group_change", "group_member"),
    ),
    (
        (
            "what was given, reminders, more time",
            "hvad der er givet, påmindelser, mere tid",
            "vad som tilldelats, påminnelser, mer tid",
        ),
        ("assigned", "assignment", "assignment_run", "curriculum", "extension_wish", "reminder", "sending"),
    ),
    (
        ("progress and certificates", "fremdrift og beviser", "framsteg och intyg"),
        (
            "another_try",
            "certificate",
            "enrolment",
            "extra_time",
            "note_seen",
            "page_read",
            "page_useful",
            "page_visit",
        ),
    ),
    (
        (
            "answers of every kind; private ones are sealed",
            "svar af enhver art; de private er forseglet",
            "svar av alla slag; de privata är förseglade",
        ),
        ("answer", "answer_head", "attempt", "person_key", "regrade"),
    ),
    (
        (
            "self-assessments and decision drills",
            "selvvurderinger og beslutningsøvelser",
            "självskattningar och beslutsövningar",
        ),
        ("play", "sitting"),
    ),
    (
        (
            "exercises at work, promises, questions that come back",
            "øvelser på arbejdet, løfter, spørgsmål der vender tilbage",
            "övningar på jobbet, löften, frågor som återkommer",
        ),
        ("practice_exercise", "practice_photograph", "promise", "promise_report", "recall_card", "recall_rest"),
    ),
    (
        ("scenarios and journey maps", "scenarier og kunderejser", "scenarier och kundresor"),
        ("journey_picture", "scenario", "scenario_look", "scenario_share"),
    ),
    (
        ("mails and calendars", "mails og kalendere", "mejl och kalendrar"),
        ("calendar_entry", "calendar_feed", "mail", "mail_wish"),
    ),
    (
        (
            "HR's work with many people, and reports",
            "HR's arbejde med mange, og rapporter",
            "HR:s arbete med många, och rapporter",
        ),
        (
            "kept_report",
            "own_measure",
            "people_act",
            "people_act_row",
            "people_import",
            "people_import_part",
            "people_import_row",
            "report_file",
            "report_team",
        ),
    ),
    (
        (
            "what other programs are told, and what came from them",
            "hvad andre programmer får at vide, og hvad der kom fra dem",
            "vad andra program får veta, och vad som kom från dem",
        ),
        ("delivery", "exchange", "lti_choice", "lti_learner", "lti_result", "lti_visit"),
    ),
    (
        ("writing modules", "at skrive moduler", "att skriva moduler"),
        ("draft", "draft_change", "draft_comment", "draft_lock", "pack_upload", "publication", "review_link"),
    ),
    (("who looked and who did what", "hvem der så og gjorde hvad", "vem som tittade och gjorde vad"), ("audit_entry",)),
)
"""Every table that concerns people, under what it is to them."""

JOBS: Final[dict[str, tuple[str, Said]]] = {
    "10 minutes": ("people.housekeeping", ("10 minutes", "10 minutter", "10 minuter")),
    "an hour": ("lti.forget", ("an hour", "en time", "en timme")),
    "12 hours": ("people.housekeeping", ("12 hours", "12 timer", "12 timmar")),
    "13 months": ("mail.forget", ("13 months", "13 måneder", "13 månader")),
    "24 months": ("groups.by-day", ("24 months", "24 måneder", "24 månader")),
    "24 months after they last had the page open": (
        "learning.usefulness.forget",
        (
            "24 months after the page was last open",
            "24 måneder efter siden sidst var åben",
            "24 månader efter att sidan senast var öppen",
        ),
    ),
    "24 months after its module was completed": (
        "learning.forget",
        (
            "24 months after completion",
            "24 måneder efter gennemførelse",
            "24 månader efter genomförande",
        ),
    ),
    "answers to quizzes 24 months after the module was completed, everything else until erased": (
        "learning.forget",
        (
            "answers to quizzes 24 months after completion, everything else until erased",
            "svar på quizzer 24 måneder efter gennemførelse, alt andet til personen slettes",
            "svar på quiz 24 månader efter genomförande, allt annat tills personen raderas",
        ),
    ),
    "30 days": ("people.forget_acts", ("30 days", "30 dage", "30 dagar")),
    "30 days after the import": (
        "people.import.forget",
        ("30 days after the import", "30 dage efter importen", "30 dagar efter importen"),
    ),
    "30 days, the file itself 7": (
        "reports.files.forget",
        ("30 days, the file itself 7", "30 dage, selve filen 7", "30 dagar, själva filen 7"),
    ),
    "365 days": ("audit.forget", ("365 days", "365 dage", "365 dagar")),
    "90 days after its date": (
        "calendar.forget",
        ("90 days after its date", "90 dage efter datoen", "90 dagar efter datumet"),
    ),
    "a day": ("practice.photographs", ("a day once removed", "en dag efter fjernelse", "en dag efter borttagning")),
    "until a day after no way shows it, or the person is erased": (
        "tools.pictures",
        (
            "until a day after no map shows it",
            "til dagen efter, at intet kort viser den",
            "till dagen efter att ingen karta visar den",
        ),
    ),
    "until it is counted anew": (
        "reports.count",
        ("until counted anew", "til der tælles igen", "tills det räknas på nytt"),
    ),
    "until the import is applied, at most a day": (
        "people.import.forget",
        (
            "until the import is applied, at most a day",
            "til importen er udført, højst en dag",
            "tills importen är gjord, högst en dag",
        ),
    ),
    "until it is let go, at most a day": (
        "drafts.tidy",
        (
            "until let go, at most a day",
            "til den er givet fri, højst en dag",
            "tills den släpps, högst en dag",
        ),
    ),
    "until it is imported, at most a day": (
        "packs.forget",
        (
            "until imported, at most a day",
            "til den er importeret, højst en dag",
            "tills den är importerad, högst en dag",
        ),
    ),
    "until they are back": (
        "people.back",
        ("days away: until three days after", "dage væk: til tre dage efter", "dagar borta: till tre dagar efter"),
    ),
}
"""What the program deletes by itself: the job that does, and the words for how long."""

ERASING: Final[dict[str, Said]] = {
    "until either of the two is erased": (
        "until either of the two is erased",
        "til en af de to slettes",
        "tills någon av de två raderas",
    ),
    "as long as the link is known": (
        "while the activity is there, or until erased",
        "så længe aktiviteten findes, eller til personen slettes",
        "så länge aktiviteten finns, eller tills personen raderas",
    ),
    "until it is delivered": (
        "until delivered, or until erased",
        "til det er afleveret, eller til personen slettes",
        "tills det är lämnat, eller tills personen raderas",
    ),
    "until it is removed": (
        "until removed, or until erased",
        "til det fjernes, eller til personen slettes",
        "tills det tas bort, eller tills personen raderas",
    ),
    "while employed, or until the platform is removed": (
        "while employed, or until the platform is removed",
        "så længe man er ansat, eller til platformen fjernes",
        "så länge man är anställd, eller tills plattformen tas bort",
    ),
    "with its organisation": (
        "with the organisation, or until erased",
        "sammen med organisationen, eller til personen slettes",
        "med organisationen, eller tills personen raderas",
    ),
    "until erased": ("until erased", "til personen slettes", "tills personen raderas"),
    "until the person is erased": ("until erased", "til personen slettes", "tills personen raderas"),
    "until the person is erased: playing again means little without the first time": (
        "until erased",
        "til personen slettes",
        "tills personen raderas",
    ),
    "until the person is erased: then and now needs both": (
        "until erased",
        "til personen slettes",
        "tills personen raderas",
    ),
    "until the person removes it or is erased": (
        "until removed by the person",
        "til personen fjerner det",
        "tills personen tar bort det",
    ),
    "with its draft": (
        "while the draft is there, or until erased",
        "så længe udkastet findes, eller til personen slettes",
        "så länge utkastet finns, eller tills personen raderas",
    ),
    "while a member anywhere": (
        "while a member anywhere",
        "så længe man er medlem et sted",
        "så länge man är medlem någonstans",
    ),
    "while employed": ("while employed", "under ansættelsen", "under anställningen"),
}
"""What goes when the person is erased."""


def concerned() -> dict[str, set[tuple[str, str]]]:
    """Return {table: {(class, retention)}} of every table that concerns people; an organisation's secrets do not."""
    found: dict[str, set[tuple[str, str]]] = {}
    for table, _column, said in declarations():
        if said is not None and said.privacy != "none" and (said.privacy, said.erase) != ("secret", "keep"):
            found.setdefault(table, set()).add((said.privacy, said.retention))
    return found


def table(language: str) -> str:
    """Return the table in Markdown. Raises KeyError for a retention that has no words here."""
    at, known = LANGUAGES.index(language), concerned()
    lines = [f"| {' | '.join(head[at] for head in HEADS)} |", "|---|---|---|---|"]
    for theme, tables in THEMES:
        pairs = {pair for each in tables for pair in known.get(each, ())}
        classes = [CLASSES[each][at] for each in CLASSES if any(privacy == each for privacy, _kept in pairs)]
        kept = sorted({_kept(retention, at) for _privacy, retention in pairs})
        names = ", ".join(f"`{each}`" for each in tables)
        lines.append(f"| {theme[at]} | {', '.join(classes)} | {'; '.join(kept)} | {names} |")
    return "\n".join(lines) + "\n"


def _kept(retention: str, at: int) -> str:
    if retention in JOBS:
        return f"{JOBS[retention][1][at]} ({ENDS['itself'][at]})"
    return f"{ERASING[retention][at]} ({ENDS['erasing'][at]})"


def pages() -> Iterator[tuple[Path, str, str]]:
    """Yield each page with what it says and what it should say."""
    for language in LANGUAGES:
        path = FOLDER / f"{language}.md"
        said = path.read_text()
        before, opening, rest = said.partition(OPENS)
        _old, closing, after = rest.partition(CLOSES)
        yield path, said, "".join((before, opening, table(language), closing, after))


if __name__ == "__main__":
    for page, _said, wanted in pages():
        page.write_text(wanted)
