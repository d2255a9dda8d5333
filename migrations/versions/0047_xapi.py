"""Connections to learning record stores, indexes that find what happened lately, and who somebody is at a host

Revision ID: 0047
Revises: 0046
Create Date: 2026-11-23 00:50:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
MOMENTS = (
    ("ix_enrolment_started", "enrolment", "started_at"),
    ("ix_attempt_submitted", "attempt", "submitted_at"),
    ("ix_sitting_closed", "sitting", "closed_at"),
    ("ix_play_ended", "play", "ended_at"),
    ("ix_assigned_completed", "assigned", "completed_at"),
)


def upgrade() -> None:
    """Make the tables and the indexes."""
    op.create_table(
        "xapi_connection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("endpoint", sa.String(length=300), nullable=False),
        sa.Column("sign_in", sa.String(length=6), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=1500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("scores", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_xapi_connection_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_xapi_connection")),
    )
    op.create_index(op.f("ix_xapi_connection_organisation_id"), "xapi_connection", ["organisation_id"])
    for name, table, moment in MOMENTS:
        op.create_index(name, table, ["organisation_id", moment])
    op.create_table(
        "host_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_host_identity_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_host_identity_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_identity")),
        sa.UniqueConstraint("organisation_id", "subject", name=op.f("uq_host_identity_organisation_id_subject")),
    )
    op.create_index(op.f("ix_host_identity_person_id"), "host_identity", ["person_id"])


def downgrade() -> None:
    """Forget the connections and who came from where; what was told stays told."""
    op.execute("DELETE FROM sign_in WHERE door = 'host'")
    op.drop_table("host_identity")
    for name, table, _moment in reversed(MOMENTS):
        op.drop_index(name, table_name=table)
    op.execute("DELETE FROM delivery WHERE door = 'xapi'")
    op.execute("DELETE FROM partner_state WHERE door = 'xapi'")
    op.drop_table("xapi_connection")
