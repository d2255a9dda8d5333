"""Static files under one name that changes with their content, compressed once, cached by browsers for a year.

All rooms' `static/<room>/` folders are gathered into `<data>/static/<stamp>/`, so that modules can import each other by
relative address and every address still changes when anything changes.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
from functools import cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, request
from markupsafe import Markup
from whitenoise import WhiteNoise

from lms.web.headers import FILES
from lms.web.preloads import imported

SITE = "web/css/site.css"
PARTS = ("tokens", "base", "frame", "parts", "forms", "print")
"""What every page needs, as one file: a request costs a cold phone more than the bytes."""
Files = dict[str, tuple[Path, ...]]
TEXT = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}


def install(app: Flask, folders: list[Path], data: Path) -> None:
    """Gather `folders` under `data` and serve them at /static/<stamp>/ in front of `app`."""
    files: Files = {
        path.relative_to(folder).as_posix(): (path,)
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    files[SITE] = tuple(path for part in PARTS for path in files[f"web/css/{part}.css"])
    stamp = _stamp(files)
    root = gather(files, data / "static" / stamp)
    server = WhiteNoise(
        app.wsgi_app,
        max_age=31_536_000,
        allow_all_origins=False,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=_protect,
    )
    server.add_files(str(root), prefix=f"static/{stamp}/")
    app.wsgi_app = server  # type: ignore[method-assign]

    @app.template_global()
    def icon_of(name: str) -> Markup:
        """Return one icon of the sprite; a page has dozens, so each is written once."""
        return _icon(asset("web/icons.svg"), name)

    @app.template_global()
    def asset(name: str) -> str:
        """Return the address of a static file; a missing one is a mistake in a template."""
        if name not in files:
            raise LookupError(f"there is no static file {name}")
        return f"{request.script_root}/static/{stamp}/{name}"

    @cache
    def preloads(mount: str, *entries: str) -> Markup:
        link = Markup('<link rel="modulepreload" href="{}/static/{}/{}">')
        return Markup("").join(link.format(mount, stamp, name) for name in imported(files, *entries))

    @app.template_global()
    def preload(*entries: str) -> Markup:
        """Return what lets a browser fetch scripts and all they import at once, not one after the other."""
        return preloads(request.script_root, *entries)


def _protect(headers: Headers, _path: str, _url: str) -> None:
    """Give a static file its headers: a drawing opened by itself runs nothing."""
    for name, value in FILES.items():
        headers[name] = value


@cache
def _icon(sprite: str, name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(sprite, name)


def gather(files: Files, root: Path) -> Path:
    """Copy and compress `files` into `root`, once; a folder half made by a killed process is made again."""
    if root.is_dir():
        return root
    unfinished = root.with_name(f"{root.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    for name, paths in files.items():
        target = unfinished / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = b"".join(path.read_bytes() for path in paths)
        content = _lean(content) if target.suffix == ".css" else content
        target.write_bytes(content)
        if target.suffix in TEXT and len(content) > 300:
            target.with_name(target.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))
    try:
        unfinished.rename(root)
    except OSError:  # another worker was first
        shutil.rmtree(unfinished, ignore_errors=True)
    return root


def _lean(sheet: bytes) -> bytes:
    """Return a style sheet without its comments and indentation, a quarter lighter on the line."""
    return re.sub(rb"\s+", b" ", re.sub(rb"/\*.*?\*/", b"", sheet, flags=re.DOTALL))


def _stamp(files: Files) -> str:
    digest = hashlib.sha256()
    for name, paths in sorted(files.items()):
        digest.update(name.encode() + b"\0" + b"".join(path.read_bytes() for path in paths))
    return digest.hexdigest()[:16]
