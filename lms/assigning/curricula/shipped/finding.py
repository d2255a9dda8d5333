"""Finding what comes with the library and with packages: all of it, one by name, what something was begun from."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from lms.assigning.curricula.shelf import OnShelf
from lms.assigning.curricula.shipped.offer import Offer, first_monday
from lms.catalog.curricula import shipped_curricula
from lms.kernel.permissions import NotFound
from lms.packs.curricula.model import ShippedCurriculum
from lms.web.context import config, today


def offers(on_shelf: Iterable[OnShelf]) -> list[Offer]:
    """Return what can be begun from with these modules, the longest first, each with time for its letters."""
    known = by_name(on_shelf)
    found = [Offer(each, known, first_monday(today(), each)) for each in shipped_curricula(config().library)]
    return sorted(found, key=lambda offer: -offer.weeks)


def begun_from(uuid: UUID | None) -> ShippedCurriculum | None:
    """Return what comes under that uuid, None where nothing does, or nothing does any more."""
    if uuid is None:
        return None
    return next((each for each in shipped_curricula(config().library) if each.uuid == str(uuid)), None)


def by_name(on_shelf: Iterable[OnShelf]) -> dict[str, OnShelf]:
    """Return the modules that may come into something new, by their addresses."""
    return {each.slug: each for each in on_shelf if not each.is_withdrawn}


def one(name: str) -> ShippedCurriculum:
    """Return what comes under that name; NotFound where nothing does."""
    found = next((each for each in shipped_curricula(config().library) if each.name == name), None)
    if found is None:
        raise NotFound
    return found
