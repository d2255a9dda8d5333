"""A site under test: its address, its application, and people made for one journey."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask
from sqlalchemy import select

from lms import demo
from lms.kernel.database import Database
from lms.people.models import Organisation
from lms.people.operations import create_account, join

PATIENCE = 30_000
"""Milliseconds a browser is given for what it waits for: far more than a busy machine needs, for it is no measure."""


@dataclass
class Site:
    """Where it is and what is behind it."""

    address: str
    app: Flask
    database: Database

    def new_learner(self, name: str = "Line Learner") -> str:
        """Take a learner on in the demo company and return their address."""
        email = f"{uuid4().hex[:10]}@demo.example"
        now = datetime.now(UTC)
        with self.database.writing() as session:
            company = session.scalars(select(Organisation).where(Organisation.demo)).one()
            account = create_account(session, email=email, password=demo.PASSWORD, now=now)
            join(session, company, name=name, email=email, account=account, now=now)
        return email
