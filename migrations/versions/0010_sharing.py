"""a scenario shared with a named colleague, and who looked

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-22 04:05:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "scenario_share",
        *_between(),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        *_keys("scenario_share"),
        sa.UniqueConstraint("scenario_id", "person_id", name=op.f("uq_scenario_share_scenario_id_person_id")),
    )
    op.create_table(
        "scenario_look",
        *_between(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_keys("scenario_look"),
    )
    for table in ("scenario_share", "scenario_look"):
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])
    op.create_index("ix_scenario_look_scenario_at", "scenario_look", ["scenario_id", "at"])


def _between() -> list[sa.Column[object]]:
    names = ("id", "organisation_id", "scenario_id", "person_id")
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in names]


def _keys(table: str) -> list[sa.Constraint]:
    of = {"organisation_id": "organisation", "person_id": "person"}
    others = [sa.ForeignKeyConstraint([c], [f"{to}.id"], name=op.f(f"fk_{table}_{c}")) for c, to in of.items()]
    scenario = sa.ForeignKeyConstraint(
        ["scenario_id"], ["scenario.id"], name=op.f(f"fk_{table}_scenario_id"), ondelete="CASCADE"
    )
    return [*others, scenario, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def downgrade() -> None:
    """Drop them."""
    for table in ("scenario_look", "scenario_share"):
        op.drop_table(table)
