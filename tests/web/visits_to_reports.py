"""The part of a visit that is about reports: figures, the names behind them, files, the board's page, who looked."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from lms.assigning.board.models import OwnMeasure
from lms.assigning.report_files import making
from lms.assigning.report_files.models import ReportFile
from lms.assigning.reports.models import ReportEdition
from lms.kernel.ids import new_id
from lms.people.models import Person
from tests.assigning.board.lived import enter_a_measure
from tests.assigning.cohorts.lived import belong
from tests.assigning.report_files.lived import keep_a_report
from tests.support.company import Company
from tests.support.grouping import put_in_a_group
from tests.support.told import tell_of_a_group
from tests.web.asked import Asked

REPORTS, FILES, KEPT, BOARD = "/assign/reports", "/assign/reports/files", "/assign/reports/kept", "/assign/board"
CHURN = {"begins": "2025-01-01", "ends": "2025-06-30", "customers": "1000", "lost": "90"}


def leave(company: Company, member: Person, profile: str) -> dict[str, str]:
    """Let a member have done everything there is about reports; return the ids of it. `profile`: an instrument."""
    there, belonging = company.installation, belong(company, member)
    ids = {"cohort": belonging.cohort, "meeting": belonging.meeting, "group": put_in_a_group(company, member)}
    ids |= {"kept": keep_a_report(company, member, f"Kept {company.marker}")}
    ids |= {"snapshot": tell_of_a_group(company, profile)}
    enter_a_measure(company, member)
    with there.database.writing() as session:
        of = {"organisation_id": company.organisation.id}
        ids["file"] = session.scalars(select(ReportFile.id).where(ReportFile.person_id == member.id)).one()
        measure = session.scalars(select(OwnMeasure).where(OwnMeasure.entered_by == member.id)).one()
        measure.replaced_at, measure.source = None, f"Billing {company.marker}"
        ids["measure"] = measure.id
    with there.database.writing() as session:
        ids["edition"] = new_id()
        session.add(ReportEdition(id=ids["edition"], **of, as_of=there.clock.now(), planned=2))
    _write_a_workbook(company, ids["file"])
    return {name: str(id) for name, id in ids.items()}


def _write_a_workbook(company: Company, id: UUID) -> None:
    path = making.path_of(company.installation.config.data, id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"a workbook of {company.marker}".encode())


def visit(ids: Mapping[str, str], marker: str) -> list[Asked]:
    """Return what a member with every role does with reports."""
    return [*_figures(ids), *_names(ids), *_files(ids), *_kept(ids, marker), *_board(ids, marker), *_looking(marker)]


def _figures(i: Mapping[str, str]) -> list[Asked]:
    """Return the reports, each narrowed in every way it can be."""
    curriculum, module = f"{REPORTS}/curriculum/{i['curriculum']}", f"{REPORTS}/module/{i['module']}"
    narrowed = {"department": i["department"], "group": i["group"]}
    return [
        Asked("GET", REPORTS),
        Asked("GET", REPORTS, {"of": "modules", "department": i["department"]}),
        Asked("GET", REPORTS, {"group": i["group"]}),
        *(Asked("GET", each, query) for each in (curriculum, module) for query in ({}, narrowed)),
        Asked("GET", f"{REPORTS}/department/{i['department']}", {"group": i["group"]}),
        Asked("GET", f"{REPORTS}/managers", {"curriculum": i["curriculum"], "department": i["department"]}),
        Asked("GET", f"/assign/cohorts/{i['cohort']}/report"),
        Asked("GET", "/team"),
        Asked("GET", f"{REPORTS}/groups"),
        Asked("GET", f"{REPORTS}/groups/{i['snapshot']}"),
        Asked("GET", f"{REPORTS}/groups/{i['snapshot']}/file.csv"),
        Asked("POST", f"{REPORTS}/groups/fewest", form={"fewest": "7"}),
    ]


def _cells(i: Mapping[str, str]) -> list[dict[str, str]]:
    """Return one figure of each report, as an address asks for the names behind it."""
    everybody = {"column": "people"}
    return [
        everybody | {"kind": "overview", "row": i["curriculum"]},
        everybody | {"kind": "overview", "of": "modules", "row": i["module"], "group": i["group"]},
        everybody | {"kind": "curriculum", "about": i["curriculum"], "row": i["department"]},
        everybody | {"kind": "module", "about": i["module"], "row": i["department"]},
        everybody | {"kind": "module", "about": i["module"], "department": i["department"], "row": "directly"},
        everybody | {"kind": "department", "about": i["department"], "row": i["curriculum"]},
        everybody | {"kind": "managers", "curriculum": i["curriculum"], "row": i["person"]},
        everybody | {"kind": "cohort", "about": i["cohort"], "row": i["curriculum"]},
        everybody | {"kind": "team", "row": i["curriculum"]},
    ]


def _names(i: Mapping[str, str]) -> list[Asked]:
    return [Asked("GET", path, cell) for cell in _cells(i) for path in (f"{REPORTS}/names", f"{FILES}/names.csv")]


def _files(i: Mapping[str, str]) -> list[Asked]:
    """Return the files of reports: made at once, ordered, watched, taken."""
    one = f"{FILES}/{i['file']}"
    of_department = {"kind": "department", "about": i["department"], "group": i["group"]}
    asking = [
        {"kind": "curriculum", "about": i["curriculum"], "department": i["department"]},
        {"kind": "module", "about": i["module"], "list": "modules"},
        {"kind": "cohort", "about": i["cohort"]},
        {"kind": "managers", "curriculum": i["curriculum"]},
        of_department,
    ]
    kinds = ("report.csv", "report.xlsx", "completion.csv")
    return [
        *(Asked("GET", f"{FILES}/{kind}", query) for query in asking for kind in kinds),
        Asked("GET", f"{FILES}/report.pdf", of_department),
        Asked("POST", FILES, form=of_department),
        *(Asked("GET", f"{one}{step}") for step in ("", "/progress", "/file")),
        Asked("POST", f"{one}/again", form={}),
    ]


def _kept(i: Mapping[str, str], marker: str) -> list[Asked]:
    """Return what the member does with a report they keep, and with another that they begin to keep."""
    one = f"{KEPT}/{i['kept']}"
    fresh = {"name": f"Fresh {marker}", "kind": "curriculum", "about": i["curriculum"], "group": i["group"]}
    return [
        Asked("GET", KEPT),
        Asked("POST", KEPT, form=fresh),
        Asked("GET", one),
        Asked("GET", f"{one}/settings"),
        Asked("POST", one, form={"name": f"Kept {marker}", "shared": "hr", "colleagues": ""}),
        Asked("POST", f"{one}/mails", form={"every": "week", "weekday": "0", "at": "07:30", "to": ""}),
        *(Asked("POST", f"{one}/mails/rest", form={"said": said}) for said in ("rest", "go-on", "end")),
        Asked("POST", f"{one}/removal", form={}),
        Asked("POST", f"{one}/restoration", form={}),
    ]


def _board(i: Mapping[str, str], marker: str) -> list[Asked]:
    """Return what the member does with the board's page and what is entered for it."""
    return [
        Asked("GET", BOARD),
        Asked("POST", f"{BOARD}/measures/churn", form=CHURN | {"source": f"Billing {marker}"}),
        Asked("GET", f"{BOARD}/measures"),
        Asked("POST", f"{BOARD}/measures/{i['measure']}/removal", form={}),
    ]


def _looking(marker: str) -> list[Asked]:
    """Return what the member reads of who looked."""
    found = {"about": f"Person {marker}"}
    return [
        *(Asked("GET", path) for path in ("/me/looked", "/me/seen-by-hr", "/admin/audit", "/admin/mail")),
        Asked("GET", "/admin/audit", found),
        Asked("GET", "/admin/audit.csv", found),
    ]
