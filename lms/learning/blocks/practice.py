"""What exercise and promise blocks share: one reading of practice a page, whichever of them ask."""

from __future__ import annotations

from typing import cast

from flask import g

from lms.learning.blocks.turned import Turned
from lms.practice.together import OnPage, on_page
from lms.web.context import actor, db, secret


def practice_of(turned: Turned) -> OnPage:
    """Return what the learner has chosen and promised in the module; read once a request."""
    module = turned.hand.module.id
    kept = g.setdefault("practice_on_page", {})
    if module not in kept:
        kept[module] = on_page(db(), actor(), module, secret())
    return cast(OnPage, kept[module])
