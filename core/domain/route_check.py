"""What speaks against the routes of a connection, and against sharing an Autotask tenant."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.domain.company import fold_name
from core.domain.connection_settings import ConnectionSettings
from core.domain.records import Connection
from core.domain.routing import fold_value
from core.domain.setting_choices import RouteBy
from core.domain.settings_check import Problem


def check_routes(
    settings: ConnectionSettings, connection: Connection, sharing: Collection[str]
) -> list[Problem]:
    """Everything that is wrong with the routes; `sharing` are the connections of the tenant."""
    if connection.autotask_of:
        owner = connection.autotask_of
        return [*_not_the_owner(settings, owner), *_of_no_effect(settings, owner)]
    return [*_unknown(settings, sharing), *_twice(settings), *_useless(settings)]


def _not_the_owner(settings: ConnectionSettings, owner: str) -> Iterator[Problem]:
    told = {
        "route_by": "" if settings.route_by is RouteBy.NONE else settings.route_by.value,
        "routes": ", ".join(settings.routes),
        "default_route": settings.default_route or "",
    }
    for option, value in told.items():
        if value:
            text = f"Routes are set on connection {owner}, which has Autotask's credentials."
            yield Problem(option, value, text)


# What is said of a tenant as a whole; whoever shares it is heard on none of it.
_OF_TENANT = (
    "days_back", "sweep_hour", "overlap_minutes", "autotask_share", "route_field",
    "billing_person_udf",
)  # fmt: skip


def _of_no_effect(settings: ConnectionSettings, owner: str) -> Iterator[Problem]:
    usual = ConnectionSettings()
    for option in _OF_TENANT:
        value = getattr(settings, option)
        if value != getattr(usual, option):
            here = "is for purchase orders only" if option == "days_back" else "changes nothing"
            text = f"It counts on connection {owner}, where the sign-in is; here it {here}."
            yield Problem(option, str(value), text, blocks=False)


def _unknown(settings: ConnectionSettings, sharing: Collection[str]) -> Iterator[Problem]:
    named = [("routes", key, connection) for key, connection in settings.routes.items()]
    if settings.default_route:
        named.append(("default_route", "", settings.default_route))
    for option, key, connection in named:
        if connection not in sharing:
            about = f"{key}: " if key else ""
            text = f"{about}There is no connection {connection} that shares this Autotask."
            yield Problem(option, connection, text)


def _twice(settings: ConnectionSettings) -> Iterator[Problem]:
    """Rows that are the same for the rule must not say two things."""
    rows: dict[str, str] = {}
    for key, connection in settings.routes.items():
        before = rows.setdefault(fold_value(key), connection)
        if not key.strip():
            yield Problem("routes", key, "A route needs a value; the default route is an option.")
        elif before != connection:
            yield Problem("routes", key, f"{key.strip()} has two routes that differ.")


def _useless(settings: ConnectionSettings) -> Iterator[Problem]:
    if settings.route_by is RouteBy.COMPANY_FIELD and not settings.route_field.strip():
        yield Problem("route_field", "", "Name the company field that decides.")
    has_none = not settings.routes and not settings.default_route
    if settings.route_by is not RouteBy.NONE and has_none:
        text = "Without a route or a default route every invoice stops as unroutable."
        yield Problem("routes", "", text, blocks=False)


@dataclass(frozen=True, slots=True)
class Present:
    """A connection as it is before somebody says whose Autotask it reads."""

    id: str
    autotask_user: str
    autotask_of: str | None
    has_invoices: bool = False


def refuse_sharing(wanted_owner: str, own_id: str, all_present: Collection[Present]) -> str | None:
    """Why a connection may not read the Autotask of another one; None when it may."""
    present = {each.id: each for each in all_present}
    owner, own = present.get(wanted_owner), present.get(own_id)
    if wanted_owner == own_id:
        return f"Connection {own_id} can't be the same as itself; give it credentials."
    if owner is None:
        return f"There is no connection {wanted_owner} whose Autotask could be shared."
    if owner.autotask_of:
        return (
            f"Connection {wanted_owner} reads the Autotask of {owner.autotask_of} itself; "
            f'say "same_as": "{owner.autotask_of}".'
        )
    if sharers := sorted(each.id for each in all_present if each.autotask_of == own_id):
        return f"{_listed(sharers)} the Autotask of connection {own_id}, so it keeps its own."
    if own and own.has_invoices and not own.autotask_of and not _is_same_user(own, owner):
        return (
            f"Connection {own_id} has invoices of another Autotask, and they would be taken for "
            f"those of {wanted_owner}; make a connection with another id."
        )
    if own and own.has_invoices and own.autotask_of not in (None, wanted_owner):
        return f"Connection {own_id} has invoices of {own.autotask_of}; make one with another id."
    return None


def refuse_credentials(user: str, own_id: str, all_present: Collection[Present]) -> str | None:
    """Why a connection may not have these credentials; None when it may."""
    for other in all_present:
        if other.id == own_id:
            if other.autotask_of and other.has_invoices:
                return (
                    f"Connection {own_id} has invoices of the Autotask of {other.autotask_of}; "
                    "make a connection with another id for another Autotask."
                )
        elif user.strip() and fold_name(other.autotask_user) == fold_name(user):
            return (
                f"Connection {other.id} has the credentials of {user.strip()} already, and two "
                f'would take each invoice twice; say "autotask": {{"same_as": "{other.id}"}}.'
            )
    return None


def _is_same_user(own: Present, other: Present) -> bool:
    return fold_name(own.autotask_user) == fold_name(other.autotask_user)


def _listed(names: list[str]) -> str:
    verb = "reads" if len(names) == 1 else "read"
    return f"{', '.join(names)} {verb}"
