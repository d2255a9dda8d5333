"""The tables of reports that leave the page: views somebody kept, when they are mailed, and files made in a job."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Boolean, ColumnElement, ForeignKey, Index, Integer, String, false
from sqlalchemy.orm import Mapped

from lms.kernel.ids import new_id
from lms.kernel.model import Base, Instant, column
from lms.kernel.permissions import Actor, Role, scope

KEPT = "while employed"
FILE_KEPT = "30 days, the file itself 7"
MINE, HR, NAMED = "mine", "hr", "named"
WAITING, MAKING, DONE, FAILED, GONE = "waiting", "making", "done", "failed", "gone"


class KeptReport(Base):
    """A report as somebody set it up, under a name, and when it is mailed.

    `question`: read by `reports.asking.from_json`. `shared`: "mine", "hr" for all of HR, or "named" for `with_ids`.
    `every`: "", "week" or "month" (its first such weekday); `weekday`: 0 is Monday; `at`: "07:30" in the owner's time
    zone. `to_ids`: who gets the mail. `paused`: it rests. `next_at`: the next moment, None while it is not mailed or
    rests; `sent_at`: the last one. `removed_at`: when it was removed; for a while it can be brought back.
    """

    __tablename__ = "kept_report"
    __table_args__ = (Index("ix_kept_report_next_at", "next_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=KEPT)
    name: Mapped[str] = column(String(80), privacy="personal", retention=KEPT)
    question: Mapped[dict[str, str]] = column(JSON, default=dict, privacy="personal", retention=KEPT)
    shared: Mapped[str] = column(String(10), default=MINE, privacy="personal", retention=KEPT)
    with_ids: Mapped[list[str]] = column(JSON, default=list, privacy="personal", retention=KEPT, mentions="ids")
    every: Mapped[str] = column(String(10), default="", server_default="", privacy="personal", retention=KEPT)
    weekday: Mapped[int] = column(Integer, default=0, server_default="0", privacy="personal", retention=KEPT)
    at: Mapped[str] = column(String(5), default="07:30", server_default="07:30", privacy="personal", retention=KEPT)
    to_ids: Mapped[list[str]] = column(JSON, default=list, privacy="personal", retention=KEPT, mentions="ids")
    paused: Mapped[bool] = column(Boolean, default=False, server_default=false(), privacy="personal", retention=KEPT)
    next_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    sent_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    removed_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=KEPT)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=KEPT)


class ReportFile(Base):
    """A workbook somebody ordered: what it is of, how far it is, and for seven days the file itself in the data folder.

    `asked`: the list, as the address asked for it; `said`: its columns and words in `language`. `done` of `planned`
    people; `rows`: lines of the list. `state`: waiting → making → done → gone, or failed.
    """

    __tablename__ = "report_file"
    __table_args__ = (Index("ix_report_file_state", "state", "created_at"),)

    id: Mapped[UUID] = column(primary_key=True, default=new_id)
    organisation_id: Mapped[UUID] = column(ForeignKey("organisation.id"))
    person_id: Mapped[UUID] = column(ForeignKey("person.id"), index=True, privacy="personal", retention=FILE_KEPT)
    name: Mapped[str] = column(String(120), privacy="personal", retention=FILE_KEPT)
    title: Mapped[str] = column(String(200), privacy="personal", retention=FILE_KEPT)
    asked: Mapped[dict[str, Any]] = column(JSON, default=dict, privacy="personal", retention=FILE_KEPT)
    said: Mapped[dict[str, str]] = column(JSON, default=dict, privacy="personal", retention=FILE_KEPT)
    language: Mapped[str] = column(String(2), privacy="personal", retention=FILE_KEPT)
    state: Mapped[str] = column(String(10), default=WAITING, privacy="personal", retention=FILE_KEPT)
    planned: Mapped[int] = column(Integer, default=0, privacy="personal", retention=FILE_KEPT)
    done: Mapped[int] = column(Integer, default=0, privacy="personal", retention=FILE_KEPT)
    rows: Mapped[int] = column(Integer, default=0, privacy="personal", retention=FILE_KEPT)
    size: Mapped[int] = column(Integer, default=0, privacy="personal", retention=FILE_KEPT)
    created_at: Mapped[datetime] = column(Instant, privacy="personal", retention=FILE_KEPT)
    finished_at: Mapped[datetime | None] = column(Instant, privacy="personal", retention=FILE_KEPT)


@scope(KeptReport)
def kept_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own; HR those shared with all of HR too. One shared with named people is opened through `kept.one`."""
    own = KeptReport.organisation_id == actor.organisation_id
    for_hr = (KeptReport.shared == HR) & (Role.HR in actor.roles)
    return own & ((KeptReport.person_id == actor.person_id) | for_hr)


@scope(ReportFile)
def file_scope(actor: Actor) -> ColumnElement[bool]:
    """One's own: a file was made with the rights of whoever ordered it."""
    return (ReportFile.organisation_id == actor.organisation_id) & (ReportFile.person_id == actor.person_id)
