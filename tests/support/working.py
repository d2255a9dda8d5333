"""The job worker in a test: everything that is due is done at once, in this process."""

from __future__ import annotations

from lms.kernel.jobs import Worker, declared
from lms.kernel.post import Post
from tests.support.installation import Installation


def do_jobs(installation: Installation) -> int:
    """Do what is due now, as the job worker does; return how many jobs that were."""
    return Worker(installation.database, installation.clock, declared(), Post.of(installation.config)).run_due()
