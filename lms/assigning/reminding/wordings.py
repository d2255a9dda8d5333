"""Our own words of every mail: {key: {language: (subject, text)}}, with the slots of `words.TEXTS`. Only constants.

Warm, concrete, without blame: what it is, by when, how far one is, what to do if it does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "invitation": {
        "en": (
            "New for you: {title}",
            "Hello {name},\n\n{given}\n{time}\n{opens}\n{due}\n\nYou find it here:\n{link}",
        ),
        "da": (
            "Nyt til dig: {title}",
            "Hej {name}\n\n{given}\n{time}\n{opens}\n{due}\n\nDu finder den her:\n{link}",
        ),
        "sv": (
            "Nytt för dig: {title}",
            "Hej {name},\n\n{given}\n{time}\n{opens}\n{due}\n\nDu hittar den här:\n{link}",
        ),
    },
    "before": {
        "en": (
            "“{title}” is due {in_days}",
            "Hello {name},\n\n“{title}” is due {in_days}, on {day}. {progress}\n\n"
            "A quarter of an hour at a time is enough, and it opens where you left it:\n{link}",
        ),
        "da": (
            "»{title}« har frist {in_days}",
            "Hej {name}\n\n»{title}« har frist {in_days}, {day}. {progress}\n\n"
            "Et kvarter ad gangen er nok, og den åbner der, hvor du slap:\n{link}",
        ),
        "sv": (
            "”{title}” ska vara klar {in_days}",
            "Hej {name},\n\n”{title}” ska vara klar {in_days}, {day}. {progress}\n\n"
            "En kvart i taget räcker, och den öppnas där du slutade:\n{link}",
        ),
    },
    "due": {
        "en": (
            "“{title}” is due today",
            "Hello {name},\n\n“{title}” is due today, {day}. {progress}\n\n"
            "It opens where you left it. Is today full? Ask for more time on the same page:\n{link}",
        ),
        "da": (
            "»{title}« har frist i dag",
            "Hej {name}\n\n»{title}« har frist i dag, {day}. {progress}\n\n"
            "Den åbner der, hvor du slap. Er dagen fuld? Bed om mere tid på samme side:\n{link}",
        ),
        "sv": (
            "”{title}” ska vara klar i dag",
            "Hej {name},\n\n”{title}” ska vara klar i dag, {day}. {progress}\n\n"
            "Den öppnas där du slutade. Är dagen full? Be om mer tid på samma sida:\n{link}",
        ),
    },
    "after": {
        "en": (
            "“{title}” is still open for you",
            "Hello {name},\n\n“{title}” was due on {day}. Things come in between. {progress}\n\n"
            "It opens where you left it; if another date suits you better, ask for it on the same page:\n{link}",
        ),
        "da": (
            "»{title}« står stadig åben for dig",
            "Hej {name}\n\n»{title}« havde frist {day}. Der kommer jo noget i vejen. {progress}\n\n"
            "Den åbner der, hvor du slap; passer en anden dag bedre, så bed om den på samme side:\n{link}",
        ),
        "sv": (
            "”{title}” är fortfarande öppen för dig",
            "Hej {name},\n\n”{title}” skulle ha varit klar {day}. Det kommer saker emellan. {progress}\n\n"
            "Den öppnas där du slutade; passar en annan dag bättre, be om den på samma sida:\n{link}",
        ),
    },
    "round": {
        "en": (
            "“{title}”, when you have a quarter of an hour",
            "Hello {name},\n\n“{title}” is yours to take when it suits you; it has no due date. {progress}\n\n{link}",
        ),
        "da": (
            "»{title}«, når du har et kvarter",
            "Hej {name}\n\n»{title}« kan du tage, når det passer dig; den har ingen frist. {progress}\n\n{link}",
        ),
        "sv": (
            "”{title}”, när du har en kvart",
            "Hej {name},\n\n”{title}” kan du ta när det passar dig; den har inget slutdatum. {progress}\n\n{link}",
        ),
    },
    "several": {
        "en": (
            "Your learning this week: {count} curricula",
            "Hello {name},\n\nThis is open for you at {company}:\n\n{list}\n\nEach opens where you left it:\n{link}",
        ),
        "da": (
            "Din læring i denne uge: {count} læseplaner",
            "Hej {name}\n\nDet her er åbent for dig hos {company}:\n\n{list}\n\n"
            "Hver af dem åbner der, hvor du slap:\n{link}",
        ),
        "sv": (
            "Ditt lärande den här veckan: {count} kursplaner",
            "Hej {name},\n\nDet här är öppet för dig på {company}:\n\n{list}\n\n"
            "Var och en öppnas där du slutade:\n{link}",
        ),
    },
    "escalation": {
        "en": (
            "In your team: what is open past its date",
            "Hello {name},\n\nThis has been open past its date for a while:\n\n{list}\n\n"
            "Perhaps an hour kept free helps, or another date; you can give one here:\n{link}\n\n"
            "We write to you once about each, and never about answers or results.",
        ),
        "da": (
            "I dit team: det, der er åbent efter fristen",
            "Hej {name}\n\nDet her har været åbent et stykke tid efter fristen:\n\n{list}\n\n"
            "Måske hjælper en fri time eller en anden dag; den kan du give her:\n{link}\n\n"
            "Vi skriver til dig én gang om hver, og aldrig om svar eller resultater.",
        ),
        "sv": (
            "I ditt team: det som är öppet efter slutdatum",
            "Hej {name},\n\nDet här har varit öppet en tid efter sitt slutdatum:\n\n{list}\n\n"
            "Kanske hjälper en ledig timme eller ett annat datum; det kan du ge här:\n{link}\n\n"
            "Vi skriver till dig en gång om varje, och aldrig om svar eller resultat.",
        ),
    },
    "recall": {
        "en": ("{questions}", "Hello {name},\n\n{part}\n\n{link}"),
        "da": ("{questions}", "Hej {name}\n\n{part}\n\n{link}"),
        "sv": ("{questions}", "Hej {name},\n\n{part}\n\n{link}"),
    },
}

UNSAID: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "escalation": {
        "en": (
            "In your team: what is open past its date",
            "The mail named people who report to you, what they have open, and its date. Their names are not kept.",
        ),
        "da": (
            "I dit team: det, der er åbent efter fristen",
            "Mailen nævnte folk, der refererer til dig, hvad de har åbent, og fristen. Deres navne gemmes ikke.",
        ),
        "sv": (
            "I ditt team: det som är öppet efter slutdatum",
            "Mejlet nämnde personer som rapporterar till dig, vad de har öppet och slutdatumet. Namnen sparas inte.",
        ),
    },
    "recall": {
        "en": (
            "Questions that come back to you",
            "The mail said how many questions come back and of which modules. That is not kept.",
        ),
        "da": (
            "Spørgsmål, der vender tilbage til dig",
            "Mailen sagde, hvor mange spørgsmål der vender tilbage, og fra hvilke moduler. Det gemmes ikke.",
        ),
        "sv": (
            "Frågor som kommer tillbaka till dig",
            "Mejlet sa hur många frågor som kommer tillbaka och från vilka moduler. Det sparas inte.",
        ),
    },
}
"""What is kept of mails whose words are not: to a line manager, and about questions that come back."""

WHY: Final[Mapping[str, str]] = {
    "en": "You get this because {company} has given you what it is about. On which day such mails come is "
    "yours to choose:\n{wishes}",
    "da": "Du får den her, fordi {company} har givet dig det, den handler om. Du bestemmer selv, hvilken dag den "
    "slags mails kommer:\n{wishes}",
    "sv": "Du får det här eftersom {company} har gett dig det som det handlar om. Du väljer själv vilken dag "
    "sådana mejl kommer:\n{wishes}",
}
"""The last lines of every reminder: why it came, and where to change when."""

NO_MORE: Final[Mapping[str, str]] = {
    "en": "No more of these:",
    "da": "Ikke flere af den slags:",
    "sv": "Inga fler sådana:",
}
"""Before the address that ends a kind of mail."""

PROGRESS: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("The first module is a good place to begin.", "You have finished {done} of {total} modules."),
    "da": ("Det første modul er et godt sted at begynde.", "Du har gjort {done} af {total} moduler færdige."),
    "sv": ("Den första modulen är ett bra ställe att börja.", "Du har gjort klart {done} av {total} moduler."),
}
"""How far somebody is: with nothing finished, and with something."""

IN_DAYS: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("today", "tomorrow", "in {days} days"),
    "da": ("i dag", "i morgen", "om {days} dage"),
    "sv": ("i dag", "i morgon", "om {days} dagar"),
}

LINE: Final[Mapping[str, tuple[str, str, str]]] = {
    "en": ("{title}: due {day}", "{title}: was due {day}", "{title}: no due date"),
    "da": ("{title}: frist {day}", "{title}: havde frist {day}", "{title}: ingen frist"),
    "sv": ("{title}: senast {day}", "{title}: skulle ha varit klar {day}", "{title}: inget slutdatum"),
}
"""One line of a list: due, past its date, without one."""
LATE_LINE: Final[Mapping[str, str]] = {
    "en": "{person}: {title}, due {day}",
    "da": "{person}: {title}, frist {day}",
    "sv": "{person}: {title}, senast {day}",
}
"""One line to a line manager: name, curriculum, due date, nothing else."""
