"""Reports as files: the completion list as CSV beside a plain cursor, as a workbook, and to readers who do not read."""

from __future__ import annotations

import csv
import io
import os
import resource
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text

from bench.large import Large, organisation_of
from bench.outcome import Outcome, Spread
from bench.served import served
from bench.site import DATABASES, Site, site
from lms.assigning.assignments.models import APPLIED, COMPLETED, OPEN, Assigned, Assignment, AssignmentRun
from lms.assigning.report_files import listed, workbook
from lms.assigning.report_files.completion import CURRICULA, MODULES
from lms.assigning.report_files.listed import Said
from lms.assigning.report_files.sheets import Sheet
from lms.assigning.reports.asking import Question
from lms.kernel.clock import SystemClock
from lms.kernel.ids import AccountId, OrganisationId, PersonId, new_id
from lms.kernel.permissions import Actor
from lms.people.models import Person

SIZES = (1_000, 10_000, 100_000)
MOST_FIRST, LEAST_ROWS = 100.0, 50_000
READERS = 2_000
PAGES = 20
FILE = "/assign/reports/files/completion.csv?kind=overview&list="
BATCH = 5_000
PLAIN = """
SELECT p.name, p.email, d.name, p.job, m.name, p.location, p.hire_date, p.cost_centre,
       e.module_id, e.state, e.required, e.due, e.pages_read, e.pages_required, e.quiz_passed, e.completed_at
FROM person p LEFT JOIN department d ON d.id = p.department_id LEFT JOIN person m ON m.id = p.manager_id
JOIN enrolment e ON e.person_id = p.id WHERE p.organisation_id = :organisation AND p.active ORDER BY p.name, p.id
"""
"""The same people and their enrolments in one statement, for a program that holds one long read."""


def measure() -> Iterator[Outcome]:
    """Yield files of each size on each database, and what slow readers do to pages."""
    sizes = tuple(int(each) for each in os.environ.get("BENCH_SIZES", "").split(",") if each) or SIZES
    for kind in DATABASES:
        with site(kind) as place:
            larges = {size: organisation_of(place, size) for size in sizes}
            for large in larges.values():
                give_everybody(place, large)
            yield csv_on(place, kind, larges)
            yield workbook_on(place, kind, larges[sizes[-1]])
            yield slow_readers_on(place, kind, larges[sizes[-1]])


def give_everybody(place: Site, large: Large) -> None:
    """Give the program to everybody, as an applied run leaves it; half of them have completed it."""
    now = SystemClock().now()
    of = {"organisation_id": large.organisation}
    with place.database.writing() as session:
        assignment = Assignment(id=new_id(), **of, curriculum_id=large.curriculum, name="All", created_at=now)
        session.add(assignment)
        session.flush()
        run = AssignmentRun(id=new_id(), **of, assignment_id=assignment.id, state=APPLIED, created_at=now)
        session.add(run)
        session.flush()
        people = session.scalars(select(Person.id).where(Person.organisation_id == large.organisation)).all()
        same = {**of, "curriculum_id": large.curriculum, "assignment_id": assignment.id, "run_id": run.id}
        same |= {"available_from": now.date(), "due": now.date(), "late_after": now.date(), "created_at": now}
        rows = [
            {**same, "id": new_id(), "person_id": person, "state": COMPLETED if number % 2 else OPEN, "total": 8}
            for number, person in enumerate(people)
        ]
        for begin in range(0, len(rows), BATCH):
            session.execute(insert(Assigned), rows[begin : begin + BATCH])
    if not place.database.is_sqlite:
        with place.database.writing() as session:
            session.execute(text("ANALYZE"))


def csv_on(place: Site, kind: str, larges: dict[int, Large]) -> Outcome:
    """Return first byte, rows a second and memory of the completion list, through the application."""
    figures: dict[str, Any] = {}
    references: dict[str, Any] = {}
    for size, large in larges.items():
        client = place.browser(large.hr).client
        for of in (CURRICULA, MODULES):
            figures[f"{of}, {size:,} people"] = _read(client, FILE + of)
        references[f"modules, {size:,} people"] = _plain(place, large)
    largest = [each for key, each in figures.items() if key.endswith(f"{max(larges):,} people")]
    met = all(each["first row, ms"] <= MOST_FIRST and each["rows/s"] >= LEAST_ROWS for each in largest)
    return Outcome(
        name=f"the completion list as CSV, {kind}",
        unit="as named",
        figures=figures,
        target=f"first row ≤ {MOST_FIRST:g} ms, ≥ {LEAST_ROWS:,} rows/s, flat memory",
        met=met,
        references=references,
        note="the reference is one statement, one long read and csv.writer; the list is keyset pages of short reads",
    )


def _read(client: Any, path: str) -> dict[str, Any]:
    """Read a file to its end; return what it took."""
    client.get(path).close()  # statements are compiled once
    before = _resident()
    begun = time.perf_counter()
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    body = response.iter_encoded()
    next(body)
    rows, size, most, first = 0, 0, before, 0.0
    for number, piece in enumerate(body):
        first = first or (time.perf_counter() - begun) * 1000
        rows += piece.count(b"\r\n")
        size += len(piece)
        most = max(most, _resident()) if number % 20 == 0 else most
    took = time.perf_counter() - begun
    response.close()
    return {
        "first row, ms": round(first, 1),
        "rows": rows,
        "rows/s": round(rows / took),
        "MB": round(size / 1e6, 1),
        "memory above the start, MB": round((most - before) / 1e6, 1),
    }


def _plain(place: Site, large: Large) -> dict[str, Any]:
    """Return what the same rows cost with one cursor of the driver and csv.writer."""
    begun = time.perf_counter()
    written = io.StringIO()
    writer = csv.writer(written)
    rows = 0
    with place.database.engine.connect() as connection:
        id = large.organisation.hex if place.database.is_sqlite else large.organisation
        raw = connection.connection.cursor()
        mark = "?" if place.database.is_sqlite else "%s"
        raw.execute(PLAIN.replace(":organisation", mark), (id,))
        while page := raw.fetchmany(5_000):
            writer.writerows(page)
            rows += len(page)
            written.seek(0)
            written.truncate()
    return {"rows": rows, "rows/s": round(rows / (time.perf_counter() - begun))}


def workbook_on(place: Site, kind: str, large: Large) -> Outcome:
    """Return how long the list of modules takes as a workbook, and its memory."""
    sheet = _sheet(place, large)
    before, most = _resident(), 0
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"

        def tell(_people: int, _rows: int) -> None:
            nonlocal most
            most = max(most, _resident())

        rows = workbook.write(path, place.database, sheet, SystemClock().now(), tell)
        took, size = time.perf_counter() - begun, path.stat().st_size
    return Outcome(
        name=f"the completion list as a workbook, {kind}",
        unit="as named",
        figures={
            "s": round(took, 1),
            "rows": rows,
            "rows/s": round(rows / took),
            "MB": round(size / 1e6, 1),
            "memory above the start, MB": round((most - before) / 1e6, 1),
        },
        target="in a job, flat memory",
        met=most - before < 60e6,
        references={},
    )


def _sheet(place: Site, large: Large) -> Sheet:
    assert large.hr.account_id is not None
    ids = PersonId(large.hr.id), AccountId(large.hr.account_id), OrganisationId(large.organisation)
    with place.database.reading() as session:
        actor, now = Actor(*ids, large.hr.roles), SystemClock().now()
        return listed.completion_sheet(session, actor, Question(), MODULES, Said("en", {}), now)


def slow_readers_on(place: Site, kind: str, large: Large) -> Outcome:
    """Return how long pages take while many ask for the list and read nothing of it, and how many were put off."""
    cookies = place.cookies(place.browser(large.hr))
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    readers = int(os.environ.get("BENCH_READERS", READERS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 2 * readers + 200), most))
    with served(place) as server, ExitStack() as stack:
        alone = [_page(server.port, cookies) for _ in range(PAGES)]
        asked = f"GET {FILE}modules HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookies}\r\n\r\n".encode()
        waiting = []
        for _ in range(readers):
            each = stack.enter_context(socket.socket())
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            each.settimeout(60)
            each.connect(("127.0.0.1", server.port))
            each.sendall(asked)
            waiting.append(each)
        answers = [each.recv(12).decode(errors="replace")[-3:] for each in waiting]
        beside = [_page(server.port, cookies) for _ in range(PAGES)]
    return Outcome(
        name=f"{readers:,} readers who do not read, {kind}",
        unit="ms",
        figures={
            "a page alone": Spread.of(alone),
            "a page beside them": Spread.of(beside),
            "sent": answers.count("200"),
            "put off with 503": answers.count("503"),
        },
        target="pages as quick as alone (≤ 1.5 times), every reader answered",
        met=Spread.of(beside).median <= 1.5 * Spread.of(alone).median and set(answers) <= {"200", "503"},
        references={},
        note="the page is /assign/people; sent: so many hold a turn and never read on",
    )


def _page(port: int, cookies: str) -> float:
    begun = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=20) as one:
        asked = (
            f"GET /assign/people HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
        )
        one.sendall(asked.encode())
        assert one.recv(12).endswith(b"200")
        while one.recv(65_536):
            pass
    return (time.perf_counter() - begun) * 1000


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
