"""Ralph, an LRS, as it is started for tests: statements are added to one file. Runs in an environment of its own."""

from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend

FSLRSBackend.default_operation_type = BaseOperationType.APPEND
from ralph.api import app  # noqa: E402, F401 - reads the line above
