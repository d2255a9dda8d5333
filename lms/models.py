"""Every room's tables, imported once: for migrations, for the data dictionary, for the check that each has a scope."""

from lms.answers import models as answers
from lms.assigning.assignments import models as assignments
from lms.assigning.board import models as board
from lms.assigning.cohorts import models as cohorts
from lms.assigning.curricula import models as curricula
from lms.assigning.group_results import models as group_results
from lms.assigning.groups import models as groups
from lms.assigning.importing import models as importing
from lms.assigning.reminding import hand_models as reminding_by_hand
from lms.assigning.reminding import models as reminding
from lms.assigning.report_files import models as report_files
from lms.assigning.reports import models as reports
from lms.assigning.roster import models as roster
from lms.catalog import card_models as cards
from lms.catalog import models as catalog
from lms.catalog import origin_models as origins
from lms.catalog import search_models as search
from lms.doors.calendar import models as calendar
from lms.doors.certificates import models as certificates
from lms.doors.host import models as host
from lms.doors.lti import models as lti
from lms.doors.lti import service_models as lti_services
from lms.doors.oidc import models as oidc
from lms.doors.partners import models as partners
from lms.doors.scim import models as scim
from lms.doors.xapi import models as xapi
from lms.kernel import audit, ledger, outbox
from lms.learning import models as learning
from lms.learning.allowances import models as allowances
from lms.learning.analysis import models as analysis
from lms.learning.assessing import models as assessing
from lms.learning.drills import models as drills
from lms.learning.recall import models as recall
from lms.learning.regrading import models as regrading
from lms.learning.usefulness import models as usefulness
from lms.people import models as people
from lms.people import token_models as door_tokens
from lms.people.second_factor import models as second_factor
from lms.practice import models as practice
from lms.studio.drafts import models as drafts
from lms.studio.packs import models as pack_uploads
from lms.studio.publishing import models as publishing
from lms.studio.translating import models as translating
from lms.tools.facts import models as facts
from lms.tools.journeys import models as journeys
from lms.tools.scenarios import models as scenarios

__all__ = [
    "allowances",
    "analysis",
    "answers",
    "assessing",
    "assignments",
    "audit",
    "calendar",
    "board",
    "cards",
    "catalog",
    "certificates",
    "cohorts",
    "curricula",
    "door_tokens",
    "drafts",
    "drills",
    "facts",
    "group_results",
    "groups",
    "host",
    "importing",
    "journeys",
    "learning",
    "ledger",
    "lti",
    "lti_services",
    "outbox",
    "partners",
    "oidc",
    "origins",
    "pack_uploads",
    "people",
    "practice",
    "publishing",
    "recall",
    "regrading",
    "reminding",
    "reminding_by_hand",
    "reports",
    "report_files",
    "roster",
    "scenarios",
    "scim",
    "search",
    "second_factor",
    "translating",
    "usefulness",
    "xapi",
]
