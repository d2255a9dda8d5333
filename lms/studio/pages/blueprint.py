"""The addresses of a draft's pages: editor, live view, preview."""

from __future__ import annotations

from flask import Blueprint, Flask

from lms.studio.pages import views

bp = Blueprint("pages", __name__)
ONE = "/author/drafts/<uuid:draft>"
PAGE = f"{ONE}/pages/<page>/<language>"

bp.get(PAGE)(views.editor)
bp.post(PAGE, endpoint="save")(views.save)
bp.get(f"{PAGE}/live")(views.live)
bp.get(f"{ONE}/preview/<page>")(views.preview)
bp.post(f"{ONE}/preview/<page>", endpoint="trial")(views.trial)
bp.post(f"{ONE}/tried")(views.tried)


def register(app: Flask) -> None:
    """Open the rooms; called after `tabs.install`."""
    app.register_blueprint(bp)
