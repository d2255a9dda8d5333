"""Whoever opens a list of people, or one person's page, leaves a trace that those concerned can read at /me/looked."""

from __future__ import annotations

from lms.kernel.audit import EVERYBODY, SOME, Reach
from lms.people.auditing.looking import LIST, PERSON, note_look, note_opened

__all__ = ["EVERYBODY", "LIST", "PERSON", "SOME", "Reach", "note_look", "note_opened"]
