"""Reading a self-assessment's file: strictly, kindly, everything wrong at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from lms.packs.files import PackFiles
from lms.packs.identity import Identities, read_uuid, read_version
from lms.packs.instruments import KIND, Band, Instrument, Scale, Spread, Statement, Subscale
from lms.packs.partly import Spoken
from lms.packs.problems import Findings
from lms.packs.quizzes import languages_of
from lms.packs.toml_files import TomlText, parse_toml
from lms.questions.tables import Table, did_you_mean
from lms.sentences import say

FEWEST_POINTS, MOST_POINTS = 3, 7
FEWEST_ITEMS, MOST_ITEMS = 3, 40
FEWEST_OF_A_SUBSCALE = 2
MOST_SUBSCALES, MOST_BANDS = 6, 8


def is_instrument(source: PackFiles, path: str) -> bool:
    """Return whether the file calls itself a self-assessment; one beyond reading is taken for a quiz, and told so."""
    text = source.text(path)
    toml = parse_toml(path, text, Findings()) if text is not None else None
    return toml is not None and toml.values.get("kind") == KIND


def read_instrument(
    source: PackFiles, name: str, path: str, spoken: Spoken, identities: Identities
) -> Instrument | None:
    """Read an instrument; `spoken` are the languages of the modules that use it. None, and problems, if unusable."""
    text = source.text(path)
    toml = parse_toml(path, text, source.findings) if text is not None else None
    if toml is None:
        return None
    before = len(source.findings.problems)
    languages = languages_of(toml, spoken)
    table = toml.table(languages)
    table.has("languages")
    table.one_of("kind", (KIND,))
    instrument = _instrument(table, name, tuple(languages))
    _check(table, instrument)
    table.finish()
    toml.tell(table.faults)
    identities.claim(instrument.uuid, toml)
    _remark(toml, instrument)
    return instrument if len(source.findings.problems) == before else None


def check_pages(instrument: Instrument, path: str, users: Mapping[str, Collection[str]], findings: Findings) -> None:
    """Note each page it sends people to that a module using it does not have. `users`: {module: names of its pages}."""
    for slug, pages in sorted(users.items()):
        for page in instrument.pages:
            if page not in pages:
                message = say(
                    'The module "{slug}" has no page "{page}", where this self-assessment sends people.',
                    slug=slug,
                    page=page,
                )
                findings.problem(path, 1, message, did_you_mean(page, pages))


def _instrument(table: Table, name: str, languages: tuple[str, ...]) -> Instrument:
    return Instrument(
        uuid=read_uuid(table),
        name=name,
        version=read_version(table),
        title=table.text("title", html=False),
        frame=table.text("frame", html=False),
        scale=_scale(table.table("scale")),
        subscales=tuple(_subscale(each) for each in _at_most(table, "subscales", MOST_SUBSCALES)),
        items=tuple(_statement(each) for each in _at_most(table, "items", MOST_ITEMS, FEWEST_ITEMS)),
        bands=_bands(table, "bands", titled=True),
        spread=_spread(table.table("spread")),
        languages=languages,
    )


def _at_most(table: Table, key: str, most: int, least: int = 1) -> list[Table]:
    tables = table.tables(key, least=least)
    if len(tables) > most:
        table.fault(key, say("There are more than {most} of {key}.", most=most, key=key), say("Take some out."))
    return tables[:most]


def _scale(table: Table) -> Scale:
    anchors = tuple(anchor.own_text(html=False) for anchor in table.tables("anchors", least=1))
    if anchors and not FEWEST_POINTS <= len(anchors) <= MOST_POINTS:
        message = say("The scale has {count} points.", count=len(anchors))
        table.fault(
            "anchors",
            message,
            say(
                "Give {fewest} to {most}, the lowest first.",
                fewest=FEWEST_POINTS,
                most=MOST_POINTS,
            ),
        )
    scale = Scale(anchors, table.text("no_answer", html=False))
    table.finish()
    return scale


def _statement(table: Table) -> Statement:
    text = table.text("text", html=False)
    statement = Statement(table.name("id"), table.name("sub"), table.flag("reverse", default=False), text)
    table.finish()
    return statement


def _subscale(table: Table) -> Subscale:
    subscale = Subscale(table.name("id"), table.text("title", html=False), _bands(table, "findings", titled=False))
    table.finish()
    return subscale


def _bands(table: Table, key: str, *, titled: bool) -> tuple[Band, ...]:
    """Read bands: the first from 0, each further one higher, all below 100."""
    bands: list[Band] = []
    for each in _at_most(table, key, MOST_BANDS):
        start = each.number("from", 0, 99)
        title = each.text("title", html=False) if titled else {}
        band = Band(start, title, each.text("text", html=False), each.name("page"))
        if not bands and start != 0:
            each.fault(
                "from",
                say("The first of {key} starts at {start}.", key=key, start=f"{start:g}"),
                say("Write from = 0: every score must fall somewhere."),
            )
        elif bands and start <= bands[-1].start:
            each.fault(
                "from",
                say("{start} does not lie above {before}.", start=f"{start:g}", before=f"{bands[-1].start:g}"),
                say("Put them in rising order."),
            )
        each.finish()
        bands.append(band)
    return tuple(bands)


def _spread(table: Table) -> Spread:
    sd, reliability = table.number("sd", 0.1, 50), table.number("reliability", 0, 0.99)
    spread = Spread(sd, reliability, table.text("source", html=False))
    table.finish()
    return spread


def _check(table: Table, instrument: Instrument) -> None:
    """Note ids that stand twice, statements of no sub-dimension, and sub-dimensions with too few statements."""
    for key, entries in (("subscales", instrument.subscales), ("items", instrument.items)):
        for id, count in Counter(entry.id for entry in entries if entry.id).items():
            if count > 1:
                table.fault(key, say('The id "{id}" is used twice.', id=id), say("Give each its own id."))
    known = {sub.id for sub in instrument.subscales if sub.id}
    for number, item in enumerate(instrument.items):
        if item.sub and item.sub not in known:
            place = Table({}, (), table.faults, (*table.path, "items", number))
            place.fault("sub", say('There is no sub-dimension "{sub}".', sub=item.sub), did_you_mean(item.sub, known))
    for number, sub in enumerate(instrument.subscales):
        if sub.id and len(instrument.of_subscale(sub.id)) < FEWEST_OF_A_SUBSCALE:
            place = Table({}, (), table.faults, (*table.path, "subscales", number))
            message = say(
                'The sub-dimension "{id}" has fewer than {fewest} statements.',
                id=sub.id,
                fewest=FEWEST_OF_A_SUBSCALE,
            )
            place.fault("id", message, say("Give it more, or take it out."))


def _remark(toml: TomlText, instrument: Instrument) -> None:
    """Remark that nothing is turned round: who agrees with everything could then not be told from who means it."""
    if instrument.items and not any(item.reverse for item in instrument.items):
        remedy = say("Turn some statements round (reverse = true), so that agreeing with everything shows.")
        toml.findings.note(toml.file, toml.lines.line(("items",)), say("No statement is reversed."), remedy)
