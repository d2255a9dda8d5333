"""Every room's tables, imported once: for migrations, for the data dictionary, for the check that each has a scope."""

from lms.answers import models as answers
from lms.catalog import models as catalog
from lms.catalog import search_models as search
from lms.doors.certificates import models as certificates
from lms.kernel import audit, ledger
from lms.learning import models as learning
from lms.learning.assessing import models as assessing
from lms.people import models as people
from lms.practice import models as practice
from lms.tools.facts import models as facts
from lms.tools.scenarios import models as scenarios

__all__ = [
    "answers",
    "assessing",
    "audit",
    "catalog",
    "certificates",
    "facts",
    "learning",
    "ledger",
    "people",
    "practice",
    "scenarios",
    "search",
]
