"""The addresses of a draft's tools."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.studio.calculators import listing_views, picture_views, ranges_views, source_views, views
from lms.studio.calculators.labels import calculator_label
from lms.studio.drafts import tabs, wording
from lms.studio.drafts.merging import LABELS

bp = Blueprint("draft_tools", __name__)
ALL = "/author/drafts/<uuid:draft>/calculators"
ONE = f"{ALL}/<name>"

bp.get(ALL)(listing_views.listing)
bp.post(ALL)(listing_views.begin)
bp.get(ONE)(views.editor)
bp.post(ONE)(views.keep)
bp.get(f"{ONE}/tool")(views.tool)
bp.post(f"{ONE}/tool", endpoint="tool_again")(views.tool)
bp.get(f"{ONE}/check")(views.check)
bp.get(f"{ONE}/blocks")(listing_views.blocks)
bp.post(f"{ONE}/blocks")(listing_views.point)
bp.get(f"{ONE}/picture")(picture_views.gallery)
bp.post(f"{ONE}/picture")(picture_views.choose)
bp.get(f"{ONE}/ranges")(ranges_views.ranges)
bp.get(f"{ONE}/source")(source_views.source)
bp.post(f"{ONE}/source")(source_views.keep_source)


def register(app: Flask) -> None:
    """Open the room; called after `tabs.install`."""
    app.register_blueprint(bp)
    LABELS[".calc.toml"] = calculator_label
    tabs.add(app, "draft_tools.listing", lambda: _l("Tools"), 30, also=frozenset({"draft_tools"}))
    wording.WORDS.update(
        {
            "tool.copied": _l("copied a tool"),
            "tool.begun": _l("began a tool"),
            "tool.removed": _l("removed a tool"),
            "tool.named": _l("gave a tool another name"),
            "tool.pointed": _l("put a tool in the place of another"),
            "tool.changed": _l("changed a tool"),
        }
    )
