"""published results of groups, and the organisation's own measures

Revision ID: 0030
Revises: 0029
Create Date: 2026-11-22 14:10:00

Self-assessments that were begun before this revision stay out of every figure: the page beside them said that nobody
else would see anything of them.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TOLD = ("group_snapshot", "group_cell")
"""Written once: what has been told cannot be taken back, and told otherwise it would tell more."""
FEWEST = 5


def upgrade() -> None:
    """Add the tables, let the database refuse, and keep promises made so far."""
    op.create_table(
        "group_cut",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_group_cut_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "quarter", name=op.f("pk_group_cut")),
    )
    op.create_table(
        "group_rule",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("counts_from", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("fewest >= 5", name=op.f("ck_group_rule_fewest")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_group_rule_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_group_rule")),
    )
    op.create_table(
        "own_measure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_own_measure_entered_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_own_measure_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_measure")),
    )
    op.create_index(op.f("ix_own_measure_entered_by"), "own_measure", ["entered_by"], unique=False)
    op.create_index("ix_own_measure_organisation", "own_measure", ["organisation_id", "kind", "begins"], unique=False)
    op.create_index(
        "uq_own_measure_in_force",
        "own_measure",
        ["organisation_id", "kind", "begins"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "group_snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("instrument_id", sa.Uuid(), nullable=False),
        sa.Column("quiz_version_id", sa.Uuid(), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fewest", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_group_snapshot_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["quiz_version_id"], ["quiz_version.id"], name=op.f("fk_group_snapshot_quiz_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_snapshot")),
        sa.UniqueConstraint(
            "organisation_id",
            "instrument_id",
            "major",
            "quarter",
            name=op.f("uq_group_snapshot_organisation_id_instrument_id_major_quarter"),
        ),
    )
    op.create_table(
        "group_cell",
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("mean", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_group_cell_organisation_id")),
        sa.ForeignKeyConstraint(["snapshot_id"], ["group_snapshot.id"], name=op.f("fk_group_cell_snapshot_id")),
        sa.PrimaryKeyConstraint("snapshot_id", "place", name=op.f("pk_group_cell")),
    )
    for table in TOLD:
        for verb in ("UPDATE", "DELETE"):
            op.execute(_trigger(table, verb))
    _count_from_now_on()


def downgrade() -> None:
    """Take it all away again."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TOLD:
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}" + (f" ON {table}" if postgresql else ""))
    op.drop_table("group_cell")
    op.drop_table("group_snapshot")
    op.drop_table("own_measure")
    op.drop_table("group_rule")
    op.drop_table("group_cut")


def _count_from_now_on() -> None:
    organisation = sa.table("organisation", sa.column("id", sa.Uuid()))
    rule = sa.table(
        "group_rule",
        sa.column("organisation_id", sa.Uuid()),
        sa.column("fewest", sa.Integer()),
        sa.column("counts_from", sa.DateTime(timezone=True)),
    )
    now = sa.literal(datetime.now(UTC), sa.DateTime(timezone=True))
    there = sa.select(organisation.c.id, sa.literal(FEWEST), now)
    op.execute(rule.insert().from_select(["organisation_id", "fewest", "counts_from"], there))


def _trigger(table: str, verb: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        body = "FOR EACH ROW EXECUTE FUNCTION refuse_frozen()"
    else:
        body = "BEGIN SELECT RAISE(ABORT, 'rows of this table are written once'); END"
    return f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} {body}"


def _name(table: str, verb: str) -> str:
    return f"frozen_{table}_{verb.lower()}"
