"""Self-assessment instruments: statements on a scale, in sub-dimensions, with bands for conversation. Never a quiz.

An instrument has no key and no pass mark. What a sitting of it amounts to is computed by the operations `score_scale`
and `rci`; here stand only its words and what they mean. Plain values, made for reading; building one from its document
checks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.questions.text import Json, Text

KIND = "self-assessment"
"""The `kind` of the file, the name of the block, and the role of the reference in one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Points 1 to `points`, each with words of its own from the lowest up, and the words for "cannot judge"."""

    anchors: tuple[Text, ...]
    no_answer: Text

    @property
    def points(self) -> int:
        """The highest point; the lowest is 1."""
        return len(self.anchors)


@dataclass(frozen=True, slots=True)
class Band:
    """What a score from `start` (0 to 100) upwards is called, one sentence on it, and the page that helps."""

    start: float
    title: Text
    text: Text
    page: str

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Band:
        """Build the band from its document."""
        return cls(float(document["start"]), document["title"], document["text"], document["page"])

    def document(self) -> dict[str, Json]:
        """Return the band as JSON."""
        return {"start": self.start, "title": {**self.title}, "text": {**self.text}, "page": self.page}


@dataclass(frozen=True, slots=True)
class Subscale:
    """A sub-dimension: for conversation, never with a verdict. Its findings are bands without titles."""

    id: str
    title: Text
    findings: tuple[Band, ...]

    def finding(self, score: float) -> Band:
        """Return what there is to say about a score of 0 to 100."""
        return band_of(self.findings, score)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. A `reverse` one is scored from the other end."""

    id: str
    sub: str
    reverse: bool
    text: Text

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Statement:
        """Build the statement from its document."""
        return cls(document["id"], document["sub"], document["reverse"], document["text"])

    def document(self) -> dict[str, Json]:
        """Return the statement as JSON."""
        return {"id": self.id, "sub": self.sub, "reverse": self.reverse, "text": {**self.text}}


@dataclass(frozen=True, slots=True)
class Spread:
    """What chance alone does to a score: standard deviation (points of 100), reliability (0 to 1), and who says so."""

    sd: float
    reliability: float
    source: Text


@dataclass(frozen=True, slots=True)
class Instrument:
    """A whole instrument. `frame` says what to think of while answering; it stands first."""

    uuid: str
    name: str
    version: str
    title: Text
    frame: Text
    scale: Scale
    subscales: tuple[Subscale, ...]
    items: tuple[Statement, ...]
    bands: tuple[Band, ...]
    spread: Spread
    languages: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The kind of file it is."""
        return KIND

    def item(self, id: str) -> Statement | None:
        """Return the statement with that id."""
        return next((item for item in self.items if item.id == id), None)

    def of_subscale(self, id: str) -> tuple[Statement, ...]:
        """Return the statements of a sub-dimension."""
        return tuple(item for item in self.items if item.sub == id)

    def band(self, score: float) -> Band:
        """Return the band of a score of 0 to 100."""
        return band_of(self.bands, score)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages of the module it sends people to, each once."""
        findings = (finding for sub in self.subscales for finding in sub.findings)
        return tuple(dict.fromkeys(band.page for band in (*self.bands, *findings)))

    def meaning(self) -> dict[str, Json]:
        """Return what two sittings must share to be compared: the scale, and each statement's side and sub-dimension.

        Wording, translations, bands and the assumed spread are not meaning.
        """
        return {"points": self.scale.points, "items": {item.id: [item.sub, item.reverse] for item in self.items}}

    def document(self) -> dict[str, Json]:
        """Return the instrument as JSON."""
        subscales: list[Json] = [
            {"id": sub.id, "title": {**sub.title}, "findings": [finding.document() for finding in sub.findings]}
            for sub in self.subscales
        ]
        spread: Json = {
            "sd": self.spread.sd,
            "reliability": self.spread.reliability,
            "source": {**self.spread.source},
        }
        return {
            "uuid": self.uuid,
            "name": self.name,
            "version": self.version,
            "kind": KIND,
            "title": {**self.title},
            "frame": {**self.frame},
            "anchors": [{**anchor} for anchor in self.scale.anchors],
            "no_answer": {**self.scale.no_answer},
            "subscales": subscales,
            "items": [item.document() for item in self.items],
            "bands": [band.document() for band in self.bands],
            "spread": spread,
            "languages": [*self.languages],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Instrument:
        """Build the instrument from its document."""
        d = document
        subscales = (
            Subscale(sub["id"], sub["title"], tuple(map(Band.from_document, sub["findings"]))) for sub in d["subscales"]
        )
        return cls(
            uuid=d["uuid"],
            name=d["name"],
            version=d["version"],
            title=d["title"],
            frame=d["frame"],
            scale=Scale(tuple(d["anchors"]), d["no_answer"]),
            subscales=tuple(subscales),
            items=tuple(map(Statement.from_document, d["items"])),
            bands=tuple(map(Band.from_document, d["bands"])),
            spread=Spread(float(d["spread"]["sd"]), float(d["spread"]["reliability"]), d["spread"]["source"]),
            languages=tuple(d["languages"]),
        )


def band_of(bands: tuple[Band, ...], score: float) -> Band:
    """Return the highest band that begins at or below the score; the first begins at 0."""
    return [band for band in bands if band.start <= score][-1]
