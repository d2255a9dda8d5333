"""`lms person`, declared here because erasing must know every room's tables, and `people` knows only its own."""

from __future__ import annotations

from lms import models as _tables  # noqa: F401  - erasing reaches what is loaded, and refuses when that is not all
from lms.kernel.permissions import shell
from lms.people.commands import person as person_command

__all__ = ["person"]

person = shell(person_command)
