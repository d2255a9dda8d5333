"""`lms mail`: whether mails leave this installation, tried out with one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import click

from lms.config import Config
from lms.kernel.ids import new_id
from lms.kernel.outbox import Mail
from lms.kernel.post import Post
from lms.kernel.smtp import NoServer, NotNow, Refused
from lms.serving.refusals import CannotStart

NOBODY = UUID(int=0)


@click.group()
def mail() -> None:
    """See whether mails leave this installation."""


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Send one mail to ADDRESS as the job worker would, and say what the server said; nothing is stored."""
    post = Post.of(Config.from_environment())
    try:
        with post.open() as carrier:
            carrier.carry(_trial(post, address), datetime.now(UTC))
    except NoServer as problem:
        raise CannotStart(f"The mail server cannot be used: {problem}. See LMS_SMTP_URL.") from problem
    except Refused as problem:
        raise CannotStart(f"The mail server refuses this mail to {address}: {problem}.") from problem
    except NotNow as problem:
        raise CannotStart(
            f"The mail server does not take it now: {problem}. Mails like it are tried again."
        ) from problem
    if post.is_folder:
        click.echo(f"Written to {post.folder}; nobody gets it. Set LMS_SMTP_URL to send mails.")
    else:
        click.echo(f"The server took it, from {post.sender}. If it does not arrive, look into the folder for spam.")


def _trial(post: Post, address: str) -> Mail:
    id = new_id()
    return Mail(
        id=id,
        person_id=NOBODY,
        kind="test",
        to=address,
        subject=f"A test from {post.base_url}",
        body=f"Mails of {post.base_url} arrive at this address.\n",
        language="en",
        message_id=f"<{id}@{post.host}>",
        created_at=datetime.now(UTC),
    )
