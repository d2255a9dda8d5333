"""What goes in and out of the doors to other programs, and by which door a session was opened

Revision ID: 0042
Revises: 0041
Create Date: 2026-11-23 00:45:00
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; every session so far was opened by this installation's own sign-in."""
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("door", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(sa.Column("context_id", sa.Uuid(), nullable=True))
    _exchange()
    _delivery()
    op.create_table(
        "partner_state",
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("failing_since", INSTANT, nullable=True),
        sa.Column("quiet_until", INSTANT, nullable=True),
        sa.Column("last_ok_at", INSTANT, nullable=True),
        sa.Column("told", sa.String(length=300), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_partner_state_organisation_id")
        ),
        sa.PrimaryKeyConstraint("partner_id", name=op.f("pk_partner_state")),
    )
    op.create_index(op.f("ix_partner_state_organisation_id"), "partner_state", ["organisation_id"])


def _exchange() -> None:
    op.create_table(
        "exchange",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("told", sa.String(length=300), server_default="", nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_exchange_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_exchange_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    op.create_index("ix_exchange_listed", "exchange", ["organisation_id", "id"])
    op.create_index("ix_exchange_door", "exchange", ["organisation_id", "door", "id"])
    op.create_index("ix_exchange_outcome", "exchange", ["organisation_id", "outcome", "id"])
    op.create_index("ix_exchange_partner_id", "exchange", ["partner_id", "id"])
    op.create_index("ix_exchange_at", "exchange", ["at"])
    op.create_index(op.f("ix_exchange_person_id"), "exchange", ["person_id"])


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("door", sa.String(length=10), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("told", sa.String(length=300), server_default="", nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("lease_until", INSTANT, nullable=True),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_delivery_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("partner_id", "key", name=op.f("uq_delivery_partner_id_key")),
    )
    waiting, sending = sa.text("state = 'waiting'"), sa.text("state = 'sending'")
    op.create_index(
        "ix_delivery_turn", "delivery", ["partner_id", "due", "id"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("ix_delivery_left", "delivery", ["lease_until"], sqlite_where=sending, postgresql_where=sending)
    op.create_index("ix_delivery_listed", "delivery", ["organisation_id", "state", "id"])
    op.create_index(op.f("ix_delivery_person_id"), "delivery", ["person_id"])


def downgrade() -> None:
    """Forget what went in and out, and by which door sessions were opened: those of doors end."""
    for table in ("partner_state", "delivery", "exchange"):
        op.drop_table(table)
    op.execute("DELETE FROM sign_in WHERE door <> ''")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("context_id")
        batch_op.drop_column("door")
