"""The storage that the SCIM library reads and writes: each call is handed to users or to groups, at the desk of its
request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from scim2_models import (
    BulkOperation,
    ConflictException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
)
from scim2_server.storage import ScimStorage, SearchPage

from lms.doors.scim import groups, mapping, matching, narrowing, paging, reading, searching, users
from lms.doors.scim.desk import Desk
from lms.doors.scim.mapping import Document
from lms.doors.scim.new_people import take_on
from lms.doors.scim.refusing import words
from lms.doors.scim.schemas import USERS


class DirectoryStorage(ScimStorage):
    """People and groups of one organisation, whichever the desk of the request is for."""

    supports_cursors = True

    def __init__(self, desk: Callable[[], Desk]) -> None:
        """Take what gives the desk of the request in hand."""
        self._desk = desk

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """Return a user or a group."""
        desk = self._desk()
        take_on(desk)
        if are_users(resource_type):
            shows = searching.wants(response_parameters, "groups")
            return reading.resources(desk, [reading.one(desk, resource_id)], groups=shows)[0]
        return groups.one(desk, resource_id, members=searching.wants(response_parameters, "members"))

    def read_user(self, resource_id: str) -> Document:
        """Return a whole user, as it is stored."""
        desk = self._desk()
        return reading.users(desk, [reading.one(desk, resource_id)])[0]

    def page_of_users(self, search_request: SearchRequest[Any]) -> tuple[int, list[Document]] | None:
        """Return how many users fit, and a page of them by number; None where they have to be judged one by one."""
        narrowing.check_length(search_request.filter)
        return searching.by_number(self._desk(), search_request)

    def take_on(self, resource: Resource[Any]) -> Document:
        """Take somebody on and return the whole user."""
        return users.create(self._desk(), resource)

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """Return a page of users, of groups, or of both. Raises InvalidFilterException for a filter too long."""
        narrowing.check_length(search_request.filter)
        desk = self._desk()
        if len(resource_types) == 1 and are_users(resource_types[0]):
            return searching.users(desk, search_request, position)
        found: list[Resource[Any]] = []
        for each in resource_types:
            found += _all(desk, each, search_request)
        return paging.page(search_request, position, found)

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Take somebody on, or make a group."""
        if are_users(resource_type):
            return reading.as_resource(self.take_on(resource))
        return groups.create(self._desk(), resource)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Write the new state of a user or a group, after a PATCH."""
        if are_users(resource_type):
            return reading.as_resource(users.change(self._desk(), resource, expected_version))
        return groups.change(self._desk(), resource, expected_version)

    def replace(self, resource_type: ResourceType, resource: Resource[Any], expected_version: str) -> Resource[Any]:
        """Write the new state of a user or a group, after a PUT: what it leaves out and never said stays."""
        if are_users(resource_type):
            return reading.as_resource(users.change(self._desk(), resource, expected_version, replacing=True))
        return groups.change(self._desk(), resource, expected_version)

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """End somebody's access, or take a group off the lists."""
        (users if are_users(resource_type) else groups).end(self._desk(), resource_id, expected_version)

    @contextmanager
    def many(self, operations: Sequence[BulkOperation[Any]]) -> Iterator[None]:
        """Work on the operations of one request: new people are made together, at the latest at its end."""
        desk = self._desk()
        desk.bulk = True
        new = [each.data.model_dump(mode="json") for each in operations if each.data is not None and _is_new_user(each)]
        keys = [matching.folded(str(each.get("userName") or "").strip()) for each in new]
        matching.foresee(desk, keys, filter(None, map(mapping.email_of, new)))
        yield
        take_on(desk)
        if desk.broken:
            raise ConflictException(detail=words("quicker"))


def are_users(resource_type: ResourceType) -> bool:
    """Return whether a kind of resource is users."""
    return resource_type.id == USERS.id


def _all(desk: Desk, kind: ResourceType, asked: SearchRequest[Any]) -> list[Resource[Any]]:
    if are_users(kind):
        return searching.judged(desk, asked)
    return groups.fitting(desk, asked.filter, members=searching.wants(asked, "members"))


def _is_new_user(operation: BulkOperation[Any]) -> bool:
    is_post = operation.method == BulkOperation.Method.post
    return is_post and str(operation.path or "").strip("/").casefold() == "users"
