"""The reference for everything served: a Flask application with one page and nothing else, bare or on granian."""

from __future__ import annotations

import sys

from flask import Flask

WORDS = "<!doctype html><html lang=en><title>Hello</title><h1>Hello</h1>"


def make_app() -> Flask:
    """Return the application; every address greets."""
    app = Flask("hello", static_folder=None)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def hello(path: str) -> str:
        """Greet."""
        return WORDS

    return app


app = make_app()


def main() -> None:
    """Serve on loopback: `python -m bench.hello PORT WORKERS`."""
    from granian import Granian
    from granian.constants import Interfaces

    port, workers = (int(text) for text in sys.argv[1:3])
    Granian(
        "bench.hello:app",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
    ).serve()


if __name__ == "__main__":
    main()
