"""the list of who did what is only added to

Revision ID: 0031
Revises: 0030
Create Date: 2026-11-22 14:10:00

An entry is never changed, save that erasing a person takes them out of it; and never deleted before `audit_horizon`
says so, a moment that only moves forward. A later revision that rebuilds `audit_entry` on SQLite (batch mode copies,
drops and renames) loses these triggers there and must make them again; `tests/people/test_audit_log.py` notices.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from lms.kernel.model import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

FIXED = ("id", "organisation_id", "action", "detail", "at", "capacity", "about", "about_id", "narrowed")
PEOPLE = ("actor_id", "subject_id")
REFUSED = "the list of who did what is only added to"
TRIGGERS = {
    "audit_entry": ("only_added_update", "only_added_delete"),
    "audit_horizon": ("only_forward_update", "only_forward_delete"),
}


def upgrade() -> None:
    """Say of whom a list was and in which capacity somebody acted; let the database refuse the rest."""
    with op.batch_alter_table("audit_entry") as table:
        table.add_column(sa.Column("capacity", sa.String(40), nullable=False, server_default=""))
        table.add_column(sa.Column("about", sa.String(20), nullable=False, server_default=""))
        table.add_column(sa.Column("about_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("narrowed", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.drop_index("ix_audit_entry_organisation_id")
        table.create_index("ix_audit_entry_organisation_at", ["organisation_id", "at", "id"])
        table.create_index("ix_audit_entry_organisation_action", ["organisation_id", "action", "at"])
        table.create_index("ix_audit_entry_actor_id", ["actor_id"])
    op.create_table(
        "audit_horizon",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_horizon"),
    )
    if op.get_bind().dialect.name == "postgresql":
        _on_postgresql()
    else:
        _on_sqlite()


def downgrade() -> None:
    """Let the database allow everything again, and forget what was said."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, names in TRIGGERS.items():
        for name in names:
            op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP TRIGGER only_added_truncate ON audit_entry")
        op.execute("DROP FUNCTION refuse_early()")
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_table("audit_horizon")
    with op.batch_alter_table("audit_entry") as table:
        table.drop_index("ix_audit_entry_actor_id")
        table.drop_index("ix_audit_entry_organisation_action")
        table.drop_index("ix_audit_entry_organisation_at")
        table.create_index("ix_audit_entry_organisation_id", ["organisation_id"])
        for name in ("narrowed", "about_id", "about", "capacity"):
            table.drop_column(name)


def _same(equals: str) -> str:
    """Return the condition under which an update changes nothing but that it takes somebody out."""
    fixed = [f"NEW.{name} {equals} OLD.{name}" for name in FIXED]
    people = [f"(NEW.{name} IS NULL OR NEW.{name} {equals} OLD.{name})" for name in PEOPLE]
    return " AND ".join(fixed + people)


def _on_sqlite() -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    early = "NOT EXISTS (SELECT 1 FROM audit_horizon WHERE before > OLD.at)"
    op.execute(f"CREATE TRIGGER only_added_update BEFORE UPDATE ON audit_entry WHEN NOT ({_same('IS')}) {refuse}")
    op.execute(f"CREATE TRIGGER only_added_delete BEFORE DELETE ON audit_entry WHEN {early} {refuse}")
    back = "NEW.id IS NOT OLD.id OR NEW.before < OLD.before"
    op.execute(f"CREATE TRIGGER only_forward_update BEFORE UPDATE ON audit_horizon WHEN {back} {refuse}")
    op.execute(f"CREATE TRIGGER only_forward_delete BEFORE DELETE ON audit_horizon {refuse}")


def _on_postgresql() -> None:
    refuse = f"RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'restrict_violation';"
    op.execute(f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse} END $$")
    early = "IF NOT EXISTS (SELECT 1 FROM audit_horizon WHERE before > OLD.at) THEN"
    body = f"{early} {refuse} END IF; RETURN OLD;"
    op.execute(f"CREATE FUNCTION refuse_early() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    same, each = _same("IS NOT DISTINCT FROM"), "FOR EACH ROW"
    op.execute(
        f"CREATE TRIGGER only_added_update BEFORE UPDATE ON audit_entry {each} "
        f"WHEN (NOT ({same})) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(f"CREATE TRIGGER only_added_delete BEFORE DELETE ON audit_entry {each} EXECUTE FUNCTION refuse_early()")
    op.execute(
        "CREATE TRIGGER only_added_truncate BEFORE TRUNCATE ON audit_entry "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER only_forward_update BEFORE UPDATE ON audit_horizon {each} "
        "WHEN (NEW.id <> OLD.id OR NEW.before < OLD.before) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER only_forward_delete BEFORE DELETE ON audit_horizon {each} EXECUTE FUNCTION refuse_change()"
    )
