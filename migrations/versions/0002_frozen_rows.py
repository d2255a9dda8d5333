"""the database itself refuses to change what is published and what was answered

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-21 23:05:00

A later revision that rebuilds one of these tables on SQLite (batch mode copies, drops and renames) loses its triggers
there and must make them again; `tests/catalog/test_frozen_rows.py` notices.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PUBLISHED = ("module_version", "page_version", "calculator_version", "quiz_version", "medium")
"""Never changed and never deleted: results stand on them."""
ANSWERS = ("answer",)
"""Never changed; deleted only when a person is erased."""


def upgrade() -> None:
    """Let the database refuse."""
    refused = [(table, verb) for table in PUBLISHED for verb in ("UPDATE", "DELETE")]
    refused += [(table, "UPDATE") for table in ANSWERS]
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'rows of this table are written once' USING ERRCODE = 'restrict_violation'; END $$"
        )
    for table, verb in refused:
        op.execute(_trigger(table, verb))


def downgrade() -> None:
    """Let the database allow everything again."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in (*PUBLISHED, *ANSWERS):
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_frozen()")


def _trigger(table: str, verb: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        body = "FOR EACH ROW EXECUTE FUNCTION refuse_frozen()"
    else:
        body = "BEGIN SELECT RAISE(ABORT, 'rows of this table are written once'); END"
    return f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} {body}"


def _name(table: str, verb: str) -> str:
    return f"frozen_{table}_{verb.lower()}"
