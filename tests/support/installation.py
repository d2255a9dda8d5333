"""One running application with its database and clock."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from lms.config import Config
from lms.kernel.clock import SetClock
from lms.kernel.database import Database


@dataclass
class Installation:
    """What a test needs to reach below the pages."""

    app: Flask
    database: Database
    clock: SetClock
    config: Config
