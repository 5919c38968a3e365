"""What every entity has: queries, counts, single records, metadata, and updates where there are any."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from flask import Blueprint, request
from werkzeug.wrappers import Response

from sandbox.autotask.answers import raw, success
from sandbox.autotask.bad_data import spoiled_texts
from sandbox.autotask.context import Context
from sandbox.autotask.interference import after
from sandbox.autotask.pages import Address, Page, Writer, count, page, page_text, writer
from sandbox.autotask.pick_list_ids import moved_fields
from sandbox.autotask.problems import MISSING_FILTER, WrongVerbError, invalid, not_found
from sandbox.autotask.query.paging import Cursor, cursor_from
from sandbox.autotask.query.reading import Query, parsed, read
from sandbox.autotask.schema import UDF_ARRAY, Entity, entity
from sandbox.autotask.writes import update
from sandbox.door.call import call_of, fault_effect
from sandbox.door.jsontext import Document

SHORTER: Final[Mapping[str, Callable[[Page], Page]]] = {
    "short_page": Page.shortened,
    "cut_page": Page.cut,
}


def entity_routes(context: Context) -> Blueprint:
    """Queries first; they are most of the traffic."""
    blueprint = Blueprint("entities", __name__, url_prefix="/v1.0/<name>")
    _queries(blueprint, context)
    _records(blueprint, context)
    _metadata(blueprint, context)
    return blueprint


def _queries(blueprint: Blueprint, context: Context) -> None:
    @blueprint.route("/query", methods=["GET", "POST"])
    def query(name: str) -> Response:
        asked, sent, search = _asked(context, entity(name))
        return _answer(context, asked, sent, Cursor(sent.max_records), search)

    @blueprint.route("/query/next", methods=["GET", "POST"])
    def following(name: str) -> Response:
        if request.method == "GET" and "search" not in request.args:
            raise WrongVerbError("GET")
        cursor = cursor_from(request.args.get("paging", ""))
        asked, sent, search = _asked(context, entity(name))
        return _answer(context, asked, sent, cursor, search)

    @blueprint.route("/query/count", methods=["GET", "POST"])
    def counted(name: str) -> Response:
        asked, sent, _ = _asked(context, entity(name))
        return success({"queryCount": count(context.tenant, asked, sent)})


def _asked(context: Context, found: Entity) -> tuple[Entity, Query, str | None]:
    """The query of this call, and its search text when it came in the URL."""
    if context.parts.switches.position("created_filter") == "day":
        found = _by_day(found)
    if request.method == "POST":
        return found, read(found, request.get_data()), None
    search = request.args.get("search")
    if search is None:
        raise invalid(MISSING_FILTER)
    return found, read(found, search), search


def _by_day(found: Entity) -> Entity:
    """Some tenants were seen to compare creation times by the day."""
    created = found.fields.get("createdatetime")
    if created is None:
        return found
    fields = {**found.fields, "createdatetime": replace(created, data_type="day")}
    return replace(found, fields=fields)


def _answer(
    context: Context, found: Entity, query: Query, cursor: Cursor, search: str | None
) -> Response:
    tenant = context.tenant
    effect = fault_effect(request.environ)
    results = page(tenant, found, query, cursor)
    if effect in SHORTER:
        results = SHORTER[effect](results)
    address = Address(f"{request.root_url}ATServicesRest/V1.0/{found.name}", search)
    write = writer(tenant, found, query.included)
    text = page_text(_texts(found, results.records, write), results, cursor, address)
    after(context, call_of(request.environ), found, results.records, results.beyond)
    if effect == "repeated_page":
        return raw(context.last_pages.swap(found.name, None) or text)
    context.last_pages.swap(found.name, text)
    return raw(text)


def _texts(found: Entity, records: Sequence[Document], write: Writer) -> Iterable[str]:
    """The records as they are, but for what standing faults make of them."""
    call = call_of(request.environ)
    spoiled = spoiled_texts(call, found, records, write.shown) if call and call.standing else {}
    if not spoiled:
        return write.texts(records)
    return [spoiled.get(record["id"]) or "".join(write.texts([record])) for record in records]


def _records(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/<int(signed=True):record_id>")
    def record(name: str, record_id: int) -> Response:
        found = entity(name)
        stored = context.tenant.seen(found.name, record_id)
        if stored is not None:
            [text] = _texts(found, [stored], writer(context.parts, found))
            after(context, call_of(request.environ), found, [stored])
            return raw(f'{{"item":{text}}}')
        if context.parts.switches.position("missing_item") == "404":
            raise not_found()
        return success({"item": None})

    @blueprint.route("", methods=["PATCH", "PUT"])
    def written(name: str) -> Response:
        found = entity(name)
        if not found.writable:
            raise WrongVerbError(request.method)
        sent = parsed(request.get_data() or b"null")
        tenant = context.tenant
        with tenant.store.transaction():
            item_id = update(tenant, found, sent, sparse=request.method == "PATCH")
        after(context, call_of(request.environ), found, tenant.some(found.name, [item_id], -1))
        return success({"itemId": item_id})


def _metadata(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/entityinformation")
    def info(name: str) -> Response:
        return success({"info": entity(name).metadata["info"]})

    @blueprint.get("/entityinformation/fields")
    def fields(name: str) -> Response:
        found = entity(name)
        described = found.metadata["fields"]
        if context.parts.switches.position("pick_list_ids") == "elsewhere":
            described = moved_fields(found.name, described)
        return success({"fields": described})

    @blueprint.get("/entityinformation/userdefinedfields")
    def user_fields(name: str) -> Response:
        return success({"fields": entity(name).metadata[UDF_ARRAY]})
