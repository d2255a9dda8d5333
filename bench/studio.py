"""What the studio costs: publishing a full module, and what is worked out before the button is shown.

Each room of the studio has a function here; `measure` runs one after the other on SQLite.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.outcome import Outcome, Spread
from bench.site import Site, site, taken
from lms.catalog.models import Module, ModuleVersion
from lms.catalog.sources import sources_of
from lms.kernel.clock import SystemClock
from lms.kernel.permissions import Actor, Role
from lms.packs.archive import read_archive, write_archive
from lms.packs.differences.comparing import differences
from lms.packs.lending import NOTHING_LENT
from lms.packs.segments import base_of
from lms.people.models import Person
from lms.people.still_may import who
from lms.studio.drafts import making
from lms.studio.drafts.acts import Act
from lms.studio.drafts.held import content_of
from lms.studio.drafts.models import Draft
from lms.studio.drafts.reading import read_now
from lms.studio.packs.exporting import library
from lms.studio.packs.planning import plan
from lms.studio.publishing.ordering import Wish, publish_draft

ROUNDS = 5
MOST_S = 2.0
FULL = "loyalty-economics"
LONGEST_PAGE = "03-what-losing-them-costs"
PAGE_BYTES = 20_000
MOST_REFRESH_S = 0.1


def measure() -> Iterator[Outcome]:
    """Yield every room's figures, on SQLite."""
    with site("sqlite") as place:
        yield publishing(place)
        yield giving_out(place)
        yield tool_editor(place)
        yield page_editor(place)
        yield translating(place)


def giving_out(place: Site) -> Outcome:
    """Measure giving out the shared library as a zip, and beside it looking into that zip again."""
    with place.database.reading() as session:
        files = library(session, None).files
        owner = session.scalars(select(Person.organisation_id)).first()
        assert owner is not None
    packed = write_archive(files)

    def give_out(_number: int) -> None:
        with place.database.reading() as session:
            write_archive(library(session, None).files)

    def look_in(_number: int) -> None:
        with place.database.reading() as session:
            plan(session, read_archive(packed), owner)

    out = seconds(give_out)
    return Outcome(
        name="giving out the library as a zip",
        unit="s",
        figures={"giving out": out},
        target=f"≤ {MOST_S:g} s",
        met=out.median <= MOST_S,
        references={"looking into it": seconds(look_in)},
        note=f"{len(files)} files, {len(packed) // 1000} kB",
    )


def tool_editor(place: Site) -> Outcome:
    """Measure opening a tool's forms, and what a changed formula costs until everything is told about it."""
    with place.database.writing() as session:
        trainer = next(each for each in session.scalars(select(Person)) if Role.TRAINER in each.roles)
        actor = who(session, trainer.id, Role.TRAINER)
        assert actor is not None
        draft = making.new(session, actor, {"en": "Tools to measure"}, SystemClock().now())
        tools = f"/author/drafts/{draft.id}/calculators"
    browser = place.browser(trainer)
    taken(browser.post(tools, {"copy": "cost-of-churn", "title": "Measured"}).status_code, 303)
    tool, part = f"{tools}/measured", "outputs.lost_customers"
    path, base = f"modules/{draft.slug}/measured.calc.toml", ""

    def open_it(_number: int) -> None:
        nonlocal base
        page = browser.get(tool)
        base = page.text.partition(f'name="base:{path}:{part}" value="')[2][:16]

    def change_it(number: int) -> None:
        nonlocal base
        sent = {"part": part, "base": base, "formula": f"customers * churn_rate + {number}"}
        base = browser.post(tool, sent, headers={"Accept": "application/json"}).get_json()["saved"][0]["base"]
        taken(browser.get(f"{tool}/check").status_code)

    opened, told = seconds(open_it), seconds(change_it)
    return Outcome(
        name="opening a tool's forms",
        unit="s",
        figures={"opening": opened},
        target="≤ 1 s",
        met=opened.median <= 1,
        references={"a formula kept and everything told about it": told},
        note="thirteen numbers, sixteen results, three languages",
    )


def page_editor(place: Site) -> Outcome:
    """Measure the live page beside the editor after each change, and opening the editor, for a page of 20 kB."""
    with place.database.writing() as session:
        trainer, _actor, _newest, draft = _adapted(session)
    browser, one = place.browser(trainer), f"/author/drafts/{draft.id}"
    path = f"modules/{draft.slug}/en/{LONGEST_PAGE}.md"
    address = f"{one}/pages/{LONGEST_PAGE}/en"
    with place.database.reading() as session:
        text = (content_of(session, draft, path) or b"").decode()
    more = "\n".join(f"A paragraph *more*, number {number}, to make the page a long one.\n" for number in range(300))
    longer = text + "\n## More {#more}\n\n" + more
    text = longer[: longer.index("\n", PAGE_BYTES)] + "\n"

    def change_it(number: int) -> None:
        edit = {"path": path, "part": "more", "base": base_of(part), "text": f"{part.rstrip()} {number}\n"}
        browser.send(f"{one}/save", {"edits": [edit], "what": "written"})

    whole = {"path": path, "part": "@file", "base": base_of(longer.partition("\n## More")[0]), "text": text}
    taken(browser.send(f"{one}/save", {"edits": [whole], "what": "written"}).status_code)
    part = text[text.index("## More") :]
    change_it(0)
    refreshed = seconds(lambda _number: taken(browser.get(f"{address}/live").status_code))
    opened = seconds(lambda _number: taken(browser.get(address).status_code))
    return Outcome(
        name="the live page beside the editor",
        unit="s",
        figures={"refreshing": refreshed},
        target="≤ 0.1 s",
        met=refreshed.median <= MOST_REFRESH_S,
        references={"opening the editor": opened},
        note="a page of 20 kB with a calculator; the page as the learner sees it and what is to be mended",
    )


def translating(place: Site) -> Outcome:
    """Measure opening a page beside its translation in a full module, and what keeping one text costs."""
    with place.database.writing() as session:
        trainer = next(each for each in session.scalars(select(Person)) if Role.TRAINER in each.roles)
        actor = who(session, trainer.id, Role.TRAINER)
        assert actor is not None
        newest = session.scalars(select(ModuleVersion).join(Module).where(Module.slug == FULL)).first()
        assert newest is not None
        room = f"/author/drafts/{making.adapt(session, actor, newest, SystemClock().now()).id}/translate/da"
    browser = place.browser(trainer)
    path, base = "", ""

    def open_it(_number: int) -> None:
        nonlocal path, base
        page = browser.get(f"{room}?place=2").text
        path = page.partition('name="path" value="')[2].partition('"')[0]
        base = page.partition(f'name="base:{path}:@head.title" value="')[2][:16]

    def keep_it(number: int) -> None:
        nonlocal base
        typed = {
            "path": path,
            "block": "@head",
            "text:@head.title": f"Titel {number}",
            f"base:{path}:@head.title": base,
        }
        told = browser.post(room, typed, headers={"Accept": "application/json"}).get_json()["saved"]
        base = next(each["base"] for each in told if each["part"] == "@head.title")

    opened, kept = seconds(open_it), seconds(keep_it)
    return Outcome(
        name="opening a page beside its translation",
        unit="s",
        figures={"opening": opened},
        target="≤ 1 s",
        met=opened.median <= 1,
        references={"one text kept": kept},
        note="a module of eight pages, three files of questions",
    )


def publishing(place: Site) -> Outcome:
    """Measure publishing a full module, and beside it the difference and the reading of its files alone."""
    with place.database.writing() as session:
        _trainer, actor, newest, draft = _adapted(session)
        files, closure = sources_of(session, newest.id), newest.closure
    published = seconds(lambda number: _publish(place, draft, actor, number))
    other = {**closure, "module": {**closure["module"], "minutes": 1}}
    return Outcome(
        name="publishing a full module",
        unit="s",
        figures={"publishing": published},
        target=f"≤ {MOST_S:g} s",
        met=published.median <= MOST_S,
        references={
            "reading and checking its files": seconds(lambda _number: read_now(files, NOTHING_LENT)),
            "the difference in words": seconds(lambda _number: differences(closure, other)),
        },
        note="eight pages in three languages, three files of questions, four tools; a word is changed before each",
    )


def _publish(place: Site, draft: Draft, actor: Actor, number: int) -> None:
    now = SystemClock().now()
    with place.database.writing() as session:
        held = session.get_one(Draft, draft.id)
        act = Act(session, held, actor, "written", now)
        path = f"modules/{held.slug}/en/01-why-loyalty-pays.md"
        act.put(path, f"{act.text(path)}\n\nA word for round {number}.\n".encode())
        act.done()
        publish_draft(session, held, actor, Wish("minor" if number else "major", {}), now)


def _adapted(session: Session) -> tuple[Person, Actor, ModuleVersion, Draft]:
    """Return a trainer, what they may do, the full module and their copy of it."""
    trainer = next(each for each in session.scalars(select(Person)) if Role.TRAINER in each.roles)
    actor = who(session, trainer.id, Role.TRAINER)
    newest = session.scalars(select(ModuleVersion).join(Module).where(Module.slug == FULL)).first()
    assert actor is not None
    assert newest is not None
    return trainer, actor, newest, making.adapt(session, actor, newest, SystemClock().now())


def seconds(act: Callable[[int], object]) -> Spread:
    """Return how many seconds something takes; it is told the number of the round."""
    taken = []
    for number in range(ROUNDS):
        begun = time.perf_counter()
        act(number)
        taken.append(time.perf_counter() - begun)
    return Spread.of(taken)
