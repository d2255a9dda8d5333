"""The job worker in a test: everything that is due is done at once, in this process."""

from __future__ import annotations

from lms.kernel.jobs import Worker, declared
from lms.kernel.post import Post
from tests.support.installation import Installation


def do_jobs(installation: Installation, *only: str) -> int:
    """Do what is due now, as the job worker does; return how many jobs that were.

    `only`: names of jobs; the worker knows no others then, and leaves them to workers that do.
    """
    known = {name: job for name, job in declared().items() if not only or name in only}
    return Worker(installation.database, installation.clock, known, Post.of(installation.config)).run_due()
