"""The addresses of reports that leave the page: files, workbooks in the making, kept reports and their mails."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.assigning.report_files import asked, file_views, kept_views, views
from lms.assigning.report_files import sending as _mails  # noqa: F401  - its job and its check are declared on loading
from lms.assigning.report_files.forms import KeepForm
from lms.people import history
from lms.web import slots

bp = Blueprint("report_files", __name__)
FILES, KEPT = "/assign/reports/files", "/assign/reports/kept"
FILE, ONE = f"{FILES}/<uuid:id>", f"{KEPT}/<uuid:id>"

bp.get(f"{FILES}/report.csv")(views.report_csv)
bp.get(f"{FILES}/report.pdf")(views.report_pdf)
bp.get(f"{FILES}/report.xlsx")(file_views.report_xlsx)
bp.get(f"{FILES}/names.csv")(views.names_csv)
bp.get(f"{FILES}/completion.csv")(views.completion_csv)
bp.post(FILES)(file_views.order)
bp.get(FILE)(file_views.one)
bp.get(f"{FILE}/progress")(file_views.progress)
bp.get(f"{FILE}/file")(file_views.take)
bp.post(f"{FILE}/again")(file_views.try_again)
bp.get(KEPT)(kept_views.every)
bp.post(KEPT)(kept_views.keep)
bp.get(ONE)(kept_views.open_one)
bp.get(f"{ONE}/settings")(kept_views.settings)
bp.post(ONE)(kept_views.share)
bp.post(f"{ONE}/mails")(kept_views.mails)
bp.post(f"{ONE}/mails/rest")(kept_views.pause)
bp.post(f"{ONE}/removal")(kept_views.remove)
bp.post(f"{ONE}/restoration")(kept_views.restore)

ACTS = {
    "report.kept": _l("Kept a report"),
    "report.shared": _l("Changed who may open a report"),
    "report.scheduled": _l("Changed when a report is mailed"),
    "report.removed": _l("Removed a kept report"),
    "report_files.order": _l("Ordered a workbook of a report"),
    "report_files.try_again": _l("Had a workbook made again"),
}
"""What is noted of those who keep, share and order."""


def register(app: Flask) -> None:
    """Open the room; a report's page finds the way to its files by `report_file_url`."""
    app.register_blueprint(bp)
    for code, words in ACTS.items():
        history.describe(code, words)
    app.jinja_env.globals.update(report_file_url=asked.address, keep_form=KeepForm)
    slots.fill(app, "team.report", views.of_team)
