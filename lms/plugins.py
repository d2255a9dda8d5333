"""What comes from outside: content packs of pip packages, and the application that this one stands in.

A package announces a folder of content under the entry point group `lms.packs`:

    [project.entry-points."lms.packs"]
    first-call = "first_call:FOLDER"

The object is a `pathlib.Path`, or a text, that names a folder with modules/ and quizzes/. Question kinds and page
blocks come in by groups of their own (`lms.questions.kinds`, `lms.packs.blocks`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Final

PACKS: Final = "lms.packs"


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A content pack of a package: the name it is announced under, the package's version, and its folder."""

    name: str
    version: str
    folder: Path


@dataclass(frozen=True, slots=True)
class Packs:
    """What is installed. `unusable`: {name: why} of what is announced and cannot be used; the rest is not held up."""

    found: tuple[InstalledPack, ...] = ()
    unusable: Mapping[str, str] = field(default_factory=dict)


def installed_packs(points: Iterable[EntryPoint] | None = None) -> Packs:
    """Return the content packs of the packages that are installed, by name. Two under one name: neither is used."""
    found: dict[str, InstalledPack] = {}
    unusable: dict[str, str] = {}
    announced = sorted(entry_points(group=PACKS) if points is None else points, key=lambda point: point.name)
    names = [point.name for point in announced]
    for point in announced:
        if names.count(point.name) > 1 and len({each.value for each in announced if each.name == point.name}) > 1:
            unusable[point.name] = "Two packages announce a content pack under this name. Uninstall one of them."
            continue
        try:
            found[point.name] = _opened(point)
        except Exception as problem:  # whatever a package does wrong, the others and the program go on
            unusable[point.name] = f"It cannot be loaded ({type(problem).__name__}: {problem})."
    return Packs(tuple(found.values()), unusable)


def _opened(point: EntryPoint) -> InstalledPack:
    place = point.load()
    if not isinstance(place, str | os.PathLike):
        raise TypeError(f"{point.value} is no folder")
    folder = Path(place)
    if not folder.is_dir():
        raise FileNotFoundError(f"{point.value} names a folder that is not there")
    return InstalledPack(point.name, point.dist.version if point.dist else "", folder)


@dataclass(frozen=True, slots=True)
class HostUser:
    """Somebody who is signed in at the application we stand in.

    `subject`: who they are there, for ever, whatever their name or address becomes. `roles`: what they may there, in
    that application's own words; they count here only where `Host.roles` says so.
    """

    subject: str
    email: str
    name: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Host:
    """The application we stand in, and how far we rely on it. `create_app(config, host=Host(…))`.

    `signed_in`: takes the request and returns who is signed in at the host, or None; called for each request, so it has
    to be quick, and it must believe nothing that a browser could have made up. `organisation`: the slug of the
    organisation everybody who comes through the host belongs to. `sign_in`: the host's page of signing in, a path of
    its site or a whole address; `{next}` in it becomes where to come back to. `sign_out`: where to go after signing out
    here. `creates_people`: whoever comes for the first time is taken on as a learner; otherwise only who is known gets
    in. `knows_by_mail`: whoever comes for the first time is the person of the organisation with that address; say so
    only where the host makes sure that addresses are their owners'. `roles`: {the host's word: "hr", "trainer" or
    "admin"}; where it holds anything, the host decides the roles of all who come through it.
    """

    signed_in: Callable[[Any], HostUser | None]
    organisation: str
    sign_in: str
    sign_out: str = "/"
    creates_people: bool = False
    knows_by_mail: bool = False
    roles: Mapping[str, str] = field(default_factory=dict)
