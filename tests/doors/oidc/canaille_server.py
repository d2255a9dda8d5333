"""Canaille with one person and one client, served on loopback until it is ended; run by the interpreter it lives with.

    python canaille_server.py PORT REDIRECT_URI SECRET EMAIL PASSWORD

What it keeps, it keeps in memory.
"""

from __future__ import annotations

import sys

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from joserfc.jwk import RSAKey
from werkzeug.serving import run_simple


def main(port: str, redirect: str, secret: str, email: str, password: str) -> None:
    """Serve."""
    key = RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)
    app = create_app(
        config={
            "SECRET_KEY": "a key that is long enough to be one",
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "CANAILLE": {"DATABASE": "memory", "ENABLE_PASSWORD_COMPROMISSION_CHECK": False, "CAPTCHA_ENABLED": False},
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [{name: text for name, text in key.items() if isinstance(text, str)}]},
        }
    )
    with app.app_context(), Backend.instance.session():
        person = models.User(
            user_name="ada", formatted_name="Ada Nielsen", given_name="Ada", family_name="Nielsen", emails=[email],
            password=password,
        )  # fmt: skip
        Backend.instance.save(person)
        client = models.Client(
            client_id="lms", client_secret=secret, client_name="Outside-In", client_uri="https://learn.example",
            redirect_uris=[redirect], grant_types=["authorization_code"], response_types=["code"],
            scope=["openid", "email", "profile"], token_endpoint_auth_method="client_secret_basic",
            id_token_signed_response_alg="RS256",
        )  # fmt: skip
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    run_simple("127.0.0.1", int(port), app, threaded=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
