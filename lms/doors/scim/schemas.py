"""What is spoken about at this door: users with two extensions, and groups, described as RFC 7643 asks.

The user and the enterprise extension are those of the RFC; what we add stands in an extension of ours, under a name of
the form that Entra ID wants of custom attributes.
"""

from __future__ import annotations

from typing import Any, Final

from scim2_models import (
    Bulk,
    ChangePassword,
    ETag,
    Filter,
    Mutability,
    Pagination,
    Patch,
    Resource,
    ResourceType,
    Schema,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
)
from scim2_models.resources.service_provider_config import AuthenticationScheme
from scim2_server.utils import load_default_schemas

from lms.doors.scim.undescribed import undescribed

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
OURS: Final = "urn:ietf:params:scim:schemas:extension:outside-in:2.0:User"
GROUP: Final = "urn:ietf:params:scim:schemas:core:2.0:Group"
PAGE: Final = 100
LARGEST_PAGE: Final = 200
MOST_OPERATIONS: Final = 200
MOST_BYTES: Final = 1024 * 1024
CURSOR_SECONDS: Final = 3_600

_DAY: Final = {
    "type": "string",
    "multiValued": False,
    "required": False,
    "caseExact": False,
    "mutability": "readWrite",
    "returned": "default",
    "uniqueness": "none",
    "canonicalValues": ["2024-03-01", "2026-08-01"],
}


def _ours() -> Schema:
    """Return our own extension. The canonical values show how a day is written; any day is taken."""
    days = {
        "hireDate": "The day the person was hired, such as 2024-03-01. Assignments can count from it.",
        "jobSince": "The day since when the person has the job in title, such as 2026-08-01.",
    }
    document = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": OURS,
        "name": "OutsideInUser",
        "description": "What Outside-In knows of employment beside the enterprise extension.",
        "attributes": [{"name": name, "description": text, **_DAY} for name, text in days.items()],
    }
    return Schema.model_validate(document)


def _schemas() -> list[Schema]:
    """Return the schemas of the RFC and ours. What a member of a group is called is read at the person."""
    found = load_default_schemas()
    members = next(each for each in found[GROUP].attributes or () if each.name == "members")
    for each in members.sub_attributes or ():
        if each.name == "display":
            each.mutability = Mutability.read_only
    return [*found.values(), _ours()]


def _types() -> list[ResourceType]:
    kind = ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"]
    extensions = [{"schema": schema, "required": False} for schema in (ENTERPRISE, OURS)]
    user = {
        "schemas": kind,
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "description": "People of the organisation",
        "schema": USER,
        "schemaExtensions": extensions,
    }
    group = {
        "schemas": kind,
        "id": "Group",
        "name": "Group",
        "endpoint": "/Groups",
        "description": "Groups of people; those that follow a rule can be read only",
        "schema": GROUP,
    }
    return [ResourceType.model_validate(each) for each in (user, group)]


def _config() -> ServiceProviderConfig:
    bearer = AuthenticationScheme(
        type=AuthenticationScheme.Type.oauthbearertoken,
        name="Bearer token",
        description="A token that an administrator makes for one organisation",
        primary=True,
    )
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=True, max_operations=MOST_OPERATIONS, max_payload_size=MOST_BYTES),
        filter=Filter(supported=True, max_results=LARGEST_PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        pagination=Pagination(
            cursor=True,
            index=True,
            default_pagination_method=Pagination.DefaultPaginationMethod.index,
            default_page_size=PAGE,
            max_page_size=LARGEST_PAGE,
            cursor_timeout=CURSOR_SECONDS,
        ),
        authentication_schemes=[bearer],
    )


def _policy() -> ScimPolicy:
    """Return what is taken from directories that depart from the RFC: attributes nobody declared, and Entra's ways."""
    return ScimPolicy(
        unknown=ScimPolicy.Unknown.ignore,
        remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
    )


with undescribed():
    PROVIDER: Final = ScimProvider.from_discovery(_schemas(), _types(), config=_config(), policy=_policy())
USERS: Final[ResourceType] = next(each for each in PROVIDER.resource_types if each.id == "User")
GROUPS: Final[ResourceType] = next(each for each in PROVIDER.resource_types if each.id == "Group")


def model_of(kind: ResourceType) -> type[Resource[Any]]:
    """Return the model of users or of groups, with its extensions."""
    model: Any = PROVIDER.model_for(kind)
    found: type[Resource[Any]] = model
    return found
