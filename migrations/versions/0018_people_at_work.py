"""what HR keeps of people: absences, time zone, since when in the job; words to find them by

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-22 10:40:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the columns."""
    op.add_column("person", sa.Column("time_zone", sa.String(length=40), nullable=True))
    for name in ("job_since", "away_from", "away_until"):
        op.add_column("person", sa.Column(name, sa.Date(), nullable=True))
    for name in ("job", "location", "hire_date"):
        op.create_index(f"ix_person_organisation_{name}", "person", ["organisation_id", name])
    op.create_index("ix_person_organisation_away", "person", ["organisation_id", "away_until"])
    word = sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql")
    op.create_table(
        "person_word",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("word", word, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_person_word_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_word_person_id")),
        sa.PrimaryKeyConstraint("person_id", "word", name=op.f("pk_person_word")),
    )
    op.create_index("ix_person_word_organisation_id", "person_word", ["organisation_id", "word", "person_id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("person_word")
    for name in ("job", "location", "hire_date"):
        op.drop_index(f"ix_person_organisation_{name}", "person")
    op.drop_index("ix_person_organisation_away", "person")
    for name in ("away_until", "away_from", "job_since", "time_zone"):
        op.drop_column("person", name)
