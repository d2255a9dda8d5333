"""Publishing a module for one organisation: the rules of the shared library, and addresses that stay clear."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.catalog.identity import module_id_of
from lms.catalog.indexing import index_version
from lms.catalog.models import CalculatorVersion, Module, ModuleVersion, QuizVersion, in_reach
from lms.catalog.origin_models import ModuleOrigin
from lms.catalog.releases import Release, releases_of
from lms.catalog.sources import lent_to
from lms.catalog.storing import judged, store
from lms.packs.files import SourceFiles
from lms.packs.problems import Findings
from lms.packs.reading import read_files
from lms.sentences import say


class Refused(ValueError):
    """A sound module that cannot be published as it is; `reasons` are sentences, one for each thing in the way."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("\n".join(reasons))


def publish(
    session: Session,
    files: Mapping[str, bytes],
    *,
    organisation_id: UUID,
    now: datetime,
    origin_id: UUID | None = None,
) -> ModuleVersion:
    """Publish the one module (or tool shelf) these files hold as a version of the organisation's; its members see it
    at once, and nobody else.

    `origin_id` is the version of the library it was adapted from. Raise `PackErrors` with every problem of the files,
    or `Refused`, and change nothing. The caller commits.
    """
    release = release_of(session, files, organisation_id)
    kept = SourceFiles(files, Findings()).files
    return publish_release(session, release, kept, organisation_id=organisation_id, now=now, origin_id=origin_id)


def publish_release(
    session: Session,
    release: Release,
    files: Mapping[str, bytes],
    *,
    organisation_id: UUID,
    now: datetime,
    origin_id: UUID | None = None,
) -> ModuleVersion:
    """Publish what was read and checked already, as `publish` does; `files` are those it was read from."""
    found = verdict(session, release, organisation_id)
    reasons = list(found.reasons)
    if found.release is None:
        reasons.append(
            say("Nothing changed since version {version}, which is published.", version=release.source.version)
        )
    if reasons or found.release is None:
        raise Refused(*reasons)
    position = _position(session, release, organisation_id)
    try:
        with session.begin_nested():
            version = store(session, found.release, files, organisation_id=organisation_id, position=position, now=now)
    except IntegrityError:
        raise Refused(_overtaken(release)) from None
    if origin_id is not None and session.get(ModuleOrigin, version.module_id) is None:
        session.add(ModuleOrigin(module_id=version.module_id, organisation_id=organisation_id, origin_id=origin_id))
    index_version(session, version)
    return version


@dataclass(frozen=True)
class Verdict:
    """Whether a release may be published: `release` as it would be, None where it is published already.

    `newest` is the version it would follow; `reasons` say what is in the way.
    """

    release: Release | None
    newest: ModuleVersion | None
    reasons: tuple[str, ...]


def verdict(session: Session, release: Release, organisation_id: UUID) -> Verdict:
    """Say whether a sound release may be published for the organisation; nothing is changed."""
    found = judged(session, release, organisation_id)
    taken = (*_addresses(session, release, organisation_id), *_names(session, release, organisation_id))
    return Verdict(found.release, found.newest, (*taken, *found.reasons, *found.broken))


def release_of(session: Session, files: Mapping[str, bytes], organisation_id: UUID) -> Release:
    """Read the one module these files hold, with what the organisation may use; raise `PackErrors` or `Refused`."""
    pack = read_files(files, lent=lent_to(session, organisation_id, module_in(files, organisation_id)))
    releases = releases_of(pack)
    if len(releases) != 1:
        raise Refused(say("There are {number} modules in these files. Publish one at a time.", number=len(releases)))
    return releases[0]


def module_in(files: Mapping[str, bytes], organisation_id: UUID | None) -> UUID | None:
    """Return the id of the first module these files hold, sound or not; None where it says none."""
    for path, content in sorted(files.items()):
        if path.startswith("modules/") and path.endswith("/module.toml"):
            try:
                return module_id_of(organisation_id, str(tomllib.loads(content.decode())["uuid"]))
            except (ValueError, KeyError, RecursionError):
                return None
    return None


def _addresses(session: Session, release: Release, organisation_id: UUID) -> Iterator[str]:
    """Yield why the module cannot have its address. One it has already stays, whatever the library has since."""
    slug, own = release.source.slug, module_id_of(organisation_id, release.source.uuid)
    rows = session.execute(select(Module.id, Module.organisation_id).where(Module.slug == slug)).all()
    if any(row.id == own for row in rows):
        return
    if any(row.organisation_id is None for row in rows):
        yield say('The library has a module at the address "{slug}". Give this one another address.', slug=slug)
    if any(row.organisation_id == organisation_id for row in rows):
        yield say('Another module of yours has the address "{slug}". Give this one another address.', slug=slug)


def _names(session: Session, release: Release, organisation_id: UUID) -> Iterator[str]:
    """Yield which names and uuids of tools and quizzes are taken by other modules in the organisation's reach."""
    own = module_id_of(organisation_id, release.source.uuid)
    borrowed = getattr(release.source, "borrowed", ())
    tools = {name: UUID(each.uuid) for name, each in release.source.calculators.items() if name not in borrowed}
    quizzes = {each.name: UUID(each.uuid) for each in release.quizzes}
    calculator = CalculatorVersion, CalculatorVersion.name, CalculatorVersion.calculator_id
    quiz = QuizVersion, QuizVersion.name, QuizVersion.quiz_id
    for says, model, wanted in ((_TOOL, calculator, tools), (_QUIZ, quiz, quizzes)):
        yield from _taken(session, says, model, wanted, own, organisation_id)


def _taken(
    session: Session, says: _Says, model: Any, wanted: Mapping[str, UUID], own: UUID, organisation_id: UUID
) -> Iterator[str]:
    table, name, identity = model
    rows = session.execute(
        select(name, identity, Module.id, Module.organisation_id)
        .join(ModuleVersion, ModuleVersion.id == table.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(in_reach(organisation_id), name.in_(wanted) | identity.in_(wanted.values()))
        .distinct()
    ).all()
    mine = {(row[0], row[1]) for row in rows if row[2] == own}
    for known, id in wanted.items():
        others = [row for row in rows if row[2] != own and (known, id) not in mine]
        if any(row[0] == known and row[1] != id for row in others):
            yield says.name(known)
        if any(row[1] == id and row[3] is None for row in others):
            yield says.uuid(known)


class _Says(NamedTuple):
    """What is said of a name and of a uuid that is taken."""

    name: Callable[[str], str]
    uuid: Callable[[str], str]


_TOOL: Final = _Says(
    lambda name: say('There is another tool called "{name}". Give this one another name.', name=name),
    lambda name: say(
        'The tool "{name}" bears the uuid of one of the library. Give this one a uuid of its own.', name=name
    ),
)
_QUIZ: Final = _Says(
    lambda name: say('There is another quiz called "{name}". Give this one another name.', name=name),
    lambda name: say(
        'The quiz "{name}" bears the uuid of one of the library. Give this one a uuid of its own.', name=name
    ),
)


def _overtaken(release: Release) -> str:
    return say("Version {version} was published by somebody else just now.", version=release.source.version)


def _position(session: Session, release: Release, organisation_id: UUID) -> int:
    """Return the place on the shelf: the one it has, or behind everything the organisation has."""
    own = session.get(Module, module_id_of(organisation_id, release.source.uuid))
    if own is not None:
        return own.position
    last = session.scalar(select(func.max(Module.position)).where(in_reach(organisation_id)))
    return 0 if last is None else last + 1
