"""The addresses of drafts: beginning them, the outline, saving, history, comments and review links."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.people import history as log
from lms.studio.drafts import (
    comment_views,
    history_views,
    labels,
    making_views,
    merging,
    outline_views,
    review_views,
    saving_views,
    tabs,
)
from lms.studio.drafts.outline_views import cover_address, page_address
from lms.studio.drafts.wording import AUDITED

bp = Blueprint("drafts", __name__)
ONE = "/author/drafts/<uuid:draft>"

bp.get("/author/drafts")(making_views.every)
bp.get("/author/drafts/new")(making_views.new)
bp.post("/author/drafts/new", endpoint="create")(making_views.create)
bp.post("/author/modules/<slug>/draft")(making_views.open_module)
bp.get(ONE)(outline_views.outline)
bp.post(ONE, endpoint="outline_save")(outline_views.save)
bp.post(f"{ONE}/arrangement")(outline_views.arrange)
bp.post(f"{ONE}/pages")(outline_views.add_page)
bp.post(f"{ONE}/languages")(outline_views.add_language)
bp.get(f"{ONE}/problems")(outline_views.problems)
bp.post(f"{ONE}/trash", endpoint="trash")(making_views.throw_away)
bp.post(f"{ONE}/trash/end")(making_views.bring_back)
bp.post(f"{ONE}/save")(saving_views.save)
bp.post(f"{ONE}/locks")(saving_views.locks)
bp.get(f"{ONE}/locks")(saving_views.in_hand)
bp.get(f"{ONE}/history")(history_views.history)
bp.get(f"{ONE}/history/<int:number>")(history_views.act)
bp.post(f"{ONE}/history/<int:number>/undo")(history_views.undo)
bp.post(f"{ONE}/history/<int:number>/<int:position>/restoration")(history_views.restore)
bp.get(f"{ONE}/comments", endpoint="comments")(comment_views.every)
bp.post(f"{ONE}/comments", endpoint="add_comment")(comment_views.add)
bp.post(f"{ONE}/comments/<uuid:comment>/resolution")(comment_views.resolve)
bp.get(f"{ONE}/reviewers")(comment_views.reviewers)
bp.post(f"{ONE}/reviewers", endpoint="link")(comment_views.link)
bp.post(f"{ONE}/reviewers/<uuid:link>/end")(comment_views.revoke)
bp.get("/review/<token>")(review_views.review)
bp.get("/review/<token>/<page>", endpoint="review_page")(review_views.page)
bp.post("/review/<token>/<page>", endpoint="review_trial")(review_views.trial)
bp.post("/review/<token>/<page>/remarks")(review_views.remark)
bp.get("/review/<token>/media/<name>", endpoint="review_picture")(review_views.picture)
bp.post("/review/<token>/tried", endpoint="review_tried")(review_views.tried)
bp.add_app_template_global(page_address, "outline_place")
bp.add_app_template_global(cover_address, "outline_cover")


def register(app: Flask) -> None:
    """Open the rooms; called after `tabs.install`."""
    app.register_blueprint(bp)
    log.describe_all(AUDITED)
    merging.LABELS.update({"/module.toml": labels.module_label, ".md": labels.page_label})
    tabs.add(
        app,
        "drafts.outline",
        lambda: _l("Outline"),
        10,
        also=frozenset({"drafts.problems", "drafts.outline_save", "pages"}),
    )
    commented = frozenset({"drafts.add_comment", "drafts.reviewers", "drafts.link"})
    tabs.add(app, "drafts.comments", lambda: _l("Comments"), 60, also=commented, count=tabs.open_comments_of)
    tabs.add(app, "drafts.history", lambda: _l("History"), 70, also=frozenset({"drafts.act"}))
