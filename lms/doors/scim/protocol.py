"""The library's protocol with three things of ours: what directories send is mended first, a PUT is told from a PATCH,
and many operations are one piece of work."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from scim2_models import BaseModel, Context, Resource, ResourceType
from scim2_server.conditions import Conditions
from scim2_server.handler import ScimHandler
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.routing import Operation
from scim2_server.service import ScimService

from lms.doors.scim import answering
from lms.doors.scim.quirks import mended, read_json
from lms.doors.scim.storage import DirectoryStorage, are_users

Model = TypeVar("Model", bound=BaseModel)


class DirectoryService(ScimService):
    """Reads bodies as directories write them."""

    def read_body(self, model: type[Model], body: bytes, content_type: str | None, scim_ctx: Context) -> Model:
        """Read a body after it is mended; the library judges the rest."""
        self.ensure_json(content_type)
        whole = json.dumps(mended(read_json(body)), ensure_ascii=False).encode()
        return super().read_body(model, whole, content_type, scim_ctx)

    def decode_body(self, body: bytes, content_type: str | None) -> Any:
        """Read a body as it is, as strictly."""
        self.ensure_json(content_type)
        return read_json(body)


class DirectoryHandler(ScimHandler):
    """Serves requests from our storage."""

    storage: DirectoryStorage

    def create(self, request: ScimRequest) -> ScimResponse:
        """Take somebody on, and answer with what was stored; groups are made as the library makes them."""
        with self.service.provider:
            target = self.service.route(request, Operation.create)
            kind = self.service.resource_type_at(str(target.endpoint))
            if not are_users(kind):
                return super().create(request)
            sent = self.service.read_creation(kind, request.body, request.header("Content-Type"))
            return answering.made(request.base_url, self.storage.take_on(sent))

    def query(self, request: ScimRequest) -> ScimResponse:
        """Show a user as it is stored; whatever else is asked for, the library shows."""
        with self.service.provider:
            target = self.service.route(request, Operation.query)
            kind = self.service.resource_type_at(str(target.endpoint))
            if not are_users(kind) or not answering.shows_all(
                self.service.read_response_parameters(kind, request.query)
            ):
                return super().query(request)
            user = self.storage.read_user(str(target.resource_id))
            return answering.one(request.base_url, user, self.service.read_conditions(request))

    def search(self, request: ScimRequest) -> ScimResponse:
        """Show a page of users as they are stored, where the database pages them; else the library shows it."""
        with self.service.provider:
            target = self.service.route(request, Operation.search)
            kinds = self.service.searched_types(target.endpoint)
            if len(kinds) == 1 and are_users(kinds[0]):
                asked, _position = self.service.read_search_query(kinds, request.query)
                found = (
                    self.storage.page_of_users(asked) if asked.cursor is None and answering.shows_all(asked) else None
                )
                if found is not None:
                    return answering.page(request.base_url, found[1], found[0], asked)
            return super().search(request)

    def replace_resource(
        self,
        resource_type: ResourceType,
        current: Resource[Any],
        replacement: Resource[Any],
        conditions: Conditions,
    ) -> Resource[Any]:
        """Write a PUT."""
        version = str(current.meta.version) if current.meta else ""
        replaced = self.service.apply_replacement(current, replacement, conditions)
        return current if replaced is None else self.storage.replace(resource_type, replaced, version)

    def bulk(self, request: ScimRequest) -> ScimResponse:
        """Run a bulk request: its new people are made together."""
        with self.service.provider:
            self.service.route(request, Operation.bulk)
            plan = self.service.read_bulk(request.body, request.header("Content-Type"))
            with self.storage.many(plan.operations):
                for step in plan:
                    result, resource = self.run_bulk_step(request, plan, step)
                    plan.record(step, result, resource)
            return self.service.bulk_response(plan)
