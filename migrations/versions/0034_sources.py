"""what a version was made of is kept with it; a module's address belongs to one organisation

Revision ID: 0034
Revises: 0033
Create Date: 2026-11-22 17:30:00

SQLite cannot drop a constraint, and a table that others point to may not be dropped either, unless the pointing is
looked at when the transaction ends only. So `module` is written anew under its own name.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

COLUMNS = "id, organisation_id, slug, major, position, kind"
SHARED = sa.text("organisation_id IS NULL")


def upgrade() -> None:
    """Keep files, each written once, and let organisations have addresses of their own."""
    op.create_table(
        "source_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_source_file_organisation_id")),
        sa.ForeignKeyConstraint(["version_id"], ["module_version.id"], name=op.f("fk_source_file_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_file")),
        sa.UniqueConstraint("version_id", "path", name=op.f("uq_source_file_version_id_path")),
    )
    for verb in ("UPDATE", "DELETE"):
        op.execute(_trigger(verb))
    _addresses("uq_module_slug", "uq_module_organisation_id_slug", "organisation_id", "slug")
    op.create_index(
        "uq_module_shared_slug", "module", ["slug"], unique=True, sqlite_where=SHARED, postgresql_where=SHARED
    )
    _origins()
    op.create_table(
        "pack_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_pack_upload_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pack_upload_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_upload")),
        sa.UniqueConstraint("person_id", name=op.f("uq_pack_upload_person_id")),
    )


def downgrade() -> None:
    """Forget the files and where copies came from; of two modules at one address an organisation's gets another."""
    op.drop_table("pack_upload")
    op.drop_table("module_origin")
    op.drop_table("declined_offer")
    module = sa.table("module", *map(sa.column, ("id", "organisation_id", "slug")))
    other = module.alias()
    twice = sa.exists().where(other.c.slug == module.c.slug, other.c.id != module.c.id)
    own = sa.cast(sa.func.substr(sa.cast(module.c.id, sa.String), 1, 8), sa.String)
    op.execute(
        sa.update(module)
        .where(module.c.organisation_id.is_not(None), twice)
        .values(slug=sa.func.substr(module.c.slug, 1, 70) + "-" + own)
    )
    op.drop_index("uq_module_shared_slug", "module")
    _addresses("uq_module_organisation_id_slug", "uq_module_slug", "slug")
    if _postgresql():
        for verb in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER {_name(verb)} ON source_file")
    op.drop_table("source_file")


def _origins() -> None:
    """Remember what a module was adapted from, and which changes of the library it goes without."""
    op.create_table(
        "declined_offer",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=255), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("base", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_declined_offer_organisation_id")
        ),
        sa.PrimaryKeyConstraint("module_id", "path", "part", name=op.f("pk_declined_offer")),
    )
    op.create_index(op.f("ix_declined_offer_organisation_id"), "declined_offer", ["organisation_id"], unique=False)
    op.create_table(
        "module_origin",
        sa.Column("module_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_origin_module_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_module_origin_organisation_id")
        ),
        sa.ForeignKeyConstraint(["origin_id"], ["module_version.id"], name=op.f("fk_module_origin_origin_id")),
        sa.PrimaryKeyConstraint("module_id", name=op.f("pk_module_origin")),
    )


def _addresses(old: str, new: str, *columns: str) -> None:
    """Put another constraint in the place of the one that makes addresses unique."""
    if _postgresql():
        op.drop_constraint(old, "module", type_="unique")
        op.create_unique_constraint(new, "module", columns)
        return
    op.execute("PRAGMA defer_foreign_keys=ON")
    op.execute(f"CREATE TEMPORARY TABLE module_kept AS SELECT {COLUMNS} FROM module")  # noqa: S608
    op.drop_table("module")
    op.create_table(
        "module",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False, server_default="module"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_module_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module")),
        sa.UniqueConstraint(*columns, name=new),
    )
    op.create_index(op.f("ix_module_organisation_id"), "module", ["organisation_id"], unique=False)
    op.execute(f"INSERT INTO module ({COLUMNS}) SELECT {COLUMNS} FROM module_kept")  # noqa: S608
    op.execute("DROP TABLE module_kept")


def _trigger(verb: str) -> str:
    if _postgresql():
        body = "FOR EACH ROW EXECUTE FUNCTION refuse_frozen()"
    else:
        body = "BEGIN SELECT RAISE(ABORT, 'rows of this table are written once'); END"
    return f"CREATE TRIGGER {_name(verb)} BEFORE {verb} ON source_file {body}"


def _name(verb: str) -> str:
    return f"frozen_source_file_{verb.lower()}"


def _postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
