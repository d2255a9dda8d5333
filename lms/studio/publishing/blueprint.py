"""The addresses of publishing: the room of a draft, what is due, and a module's versions."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from lms.studio.drafts import tabs
from lms.studio.publishing import due as _job  # noqa: F401  - its job and its mail are declared on loading
from lms.studio.publishing import module_views, news, said, views
from lms.studio.publishing.telling import failed
from lms.studio.publishing.wording import reason_words
from lms.web import slots
from lms.web.context import actor, db

bp = Blueprint("publishing", __name__)
DRAFT, MODULE, PUBLICATION = (
    "/author/drafts/<uuid:draft>",
    "/author/modules/<slug>",
    "/author/publications/<uuid:publication>",
)

bp.get(f"{DRAFT}/publish")(views.preview)
bp.post(f"{DRAFT}/publish")(views.publish)
bp.get(f"{DRAFT}/changes")(views.changes)
bp.post(f"{PUBLICATION}/cancellation")(views.cancel)
bp.post(f"{PUBLICATION}/seen")(views.put_away)
bp.get(f"{MODULE}/differences")(module_views.compared)
bp.get(f"{MODULE}/versions/<number>/anew")(module_views.anew)
bp.post(f"{MODULE}/versions/<number>/anew")(module_views.publish_anew)
bp.post(f"{MODULE}/withdrawal")(module_views.withdraw)
bp.post(f"{MODULE}/return")(module_views.put_back)
bp.post("/learn/<slug>/news", endpoint="news")(news.put_away)
bp.app_context_processor(lambda: {"told_failed": lambda: failed(db(), actor()), "reason_words": reason_words})


def register(app: Flask) -> None:
    """Open the room, its job and its words; called after `tabs.install`."""
    app.register_blueprint(bp)
    said.say()
    slots.fill(app, "learning.news", news.line)
    tabs.add(app, "publishing.preview", lambda: _l("Publish"), 80, also=frozenset({"publishing.changes"}))
