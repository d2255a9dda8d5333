"""Every room's tables, imported once: for migrations, for the data dictionary, for the check that each has a scope."""

from lms.answers import models as answers
from lms.catalog import models as catalog
from lms.kernel import audit, ledger
from lms.learning import models as learning
from lms.people import models as people

__all__ = ["answers", "audit", "catalog", "learning", "ledger", "people"]
