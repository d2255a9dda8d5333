"""The pool of a quiz: how many items an attempt draws, what topics they belong to, and which page teaches each."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.questions.drawing import draw
from lms.questions.kinds import Item
from lms.questions.scoring import score_item
from lms.questions.tables import Table, did_you_mean
from lms.questions.text import Json, Text
from lms.sentences import say

MOST = 100
OF_POOL = ("topic", "page", "recall")
"""Keys of an item that its kind knows nothing of."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What some items have in common: its title, and the page that teaches it ("" where none does alone)."""

    title: Text
    page: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item belongs: its topic and the page that teaches it; "" where it has none of its own."""

    topic: str
    page: str


@dataclass(frozen=True, slots=True)
class Pool:
    """`draw` items an attempt, or `draw_per_topic` of each topic, or all as they stand where both are None.

    `confidence`: whether each item also asks how sure one is. `places` by item id; items without one are left out.
    """

    draw: int | None = None
    draw_per_topic: int | None = None
    confidence: bool = False
    topics: dict[str, Topic] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def count(self, items: Sequence[Item]) -> int:
        """Return how many of the items an attempt asks."""
        if self.draw_per_topic is not None:
            sizes = Counter(self.topic(item.id) for item in items)
            return sum(min(size, self.draw_per_topic) for size in sizes.values())
        return len(items) if self.draw is None else min(self.draw, len(items))

    def drawn(self, items: Sequence[Item], seed: str, met: Collection[str] = ()) -> list[str] | None:
        """Return the ids one attempt gets; None where it gets all items as they stand."""
        if self.draw is None and self.draw_per_topic is None:
            return None
        return list(draw(items, {item.id: self.topic(item.id) for item in items}, self.count(items), seed, met))

    def topic(self, item: str) -> str:
        """Return the topic of an item, "" for none."""
        return self.places[item].topic if item in self.places else ""

    def page(self, item: str) -> str:
        """Return the page that teaches an item: its own, its topic's, or ""."""
        place = self.places.get(item)
        if place is None:
            return ""
        return place.page or (self.topics[place.topic].page if place.topic in self.topics else "")

    def document(self) -> dict[str, Json]:
        """Return the pool as JSON."""
        topics: Json = {name: {"title": {**each.title}, "page": each.page} for name, each in self.topics.items()}
        places: Json = {item: [each.topic, each.page] for item, each in self.places.items()}
        drawn: dict[str, Json] = {"draw": self.draw, "draw_per_topic": self.draw_per_topic}
        return {**drawn, "confidence": self.confidence, "topics": topics, "places": places}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Pool":
        """Build the pool from its document."""
        d = document
        topics = {name: Topic(each["title"], each["page"]) for name, each in d["topics"].items()}
        places = {item: Place(*each) for item, each in d["places"].items()}
        return cls(d["draw"], d["draw_per_topic"], d["confidence"], topics, places)


def read_pool(table: Table, entries: Sequence[Table], items: Sequence[Item], pages: Collection[str]) -> Pool:
    """Read what a quiz file says of its pool; `entries` are the tables of its items.

    `pages` are those of the modules that use the quiz; a page that is not among them is a fault, unless no module does.
    """
    wanted = table.whole("draw", 1, MOST) if table.has("draw") else None
    per_topic = table.whole("draw_per_topic", 1, MOST) if table.has("draw_per_topic") else None
    confidence = table.flag("confidence", default=False)
    topics = _topics(table, pages)
    places = {str(entry.values.get("id")): _place(entry, topics, pages) for entry in entries}
    pool = Pool(wanted, per_topic, confidence, topics, {id: each for id, each in places.items() if any(_keys(each))})
    _check_draw(table, pool, items)
    _check_topics(table, pool, entries)
    return pool


def _keys(place: Place) -> tuple[str, str]:
    return place.topic, place.page


def _topics(table: Table, pages: Collection[str]) -> dict[str, Topic]:
    if not table.has("topics"):
        return {}
    top = table.table("topics")
    topics = {}
    for name in top.values:
        each = top.table(name)
        topics[name] = Topic(each.text("title", html=False), _page(each, pages))
        each.finish()
    return topics


def _place(entry: Table, topics: Mapping[str, Topic], pages: Collection[str]) -> Place:
    topic = entry.name("topic") if entry.has("topic") else ""
    if topic and topic not in topics:
        near = did_you_mean(topic, topics) if topics else say('Add [topics.{topic}] with title.en = "…".', topic=topic)
        entry.fault("topic", say('There is no topic "{topic}".', topic=topic), near)
    return Place(topic, _page(entry, pages))


def _page(table: Table, pages: Collection[str]) -> str:
    page = table.name("page") if table.has("page") else ""
    if page and pages and page not in pages:
        table.fault(
            "page", say('No module that uses this quiz has a page "{page}".', page=page), did_you_mean(page, pages)
        )
    return page


def _check_draw(table: Table, pool: Pool, items: Sequence[Item]) -> None:
    if pool.draw is not None and pool.draw_per_topic is not None:
        table.fault("draw_per_topic", say("There are two ways to draw."), say("Keep draw or draw_per_topic."))
    if pool.draw is not None and items and pool.draw > len(items):
        table.fault(
            "draw",
            say("draw is {draw}, but there are {count} items.", draw=pool.draw, count=len(items)),
            say("Lower it, or write more items."),
        )
    uncounted = [item.id for item in items if not score_item(item, None).counted]
    if items and pool.count(items) <= len(uncounted):
        message = say("An attempt could consist of items that do not count.")
        table.fault("items", message, say("Add accepted or correct to: {ids}.", ids=", ".join(uncounted[:5])))


def _check_topics(table: Table, pool: Pool, entries: Sequence[Table]) -> None:
    if pool.draw_per_topic is not None and not pool.topics:
        table.fault(
            "draw_per_topic", say("There are no topics to draw from."), say("Add topics, or write draw instead.")
        )
    if not pool.topics:
        return
    for entry in entries:
        if "topic" not in entry.values:
            entry.fault(
                None,
                say("This item has no topic."),
                say("Add topic = one of: {known}.", known=", ".join(sorted(pool.topics))),
            )
    used = {place.topic for place in pool.places.values()}
    for name in pool.topics:
        if name not in used:
            table.table("topics").fault(
                name, say('No item has the topic "{name}".', name=name), say("Remove it, or write items.")
            )
