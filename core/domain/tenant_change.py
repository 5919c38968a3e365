"""Whether a new API user may lead to another tenant than the invoices of a connection came from.

An invoice is known by Autotask's id, and in another tenant that id is another invoice: what is in
Xero already would be changed or voided after it. User names are unique in all of Autotask, so the
same user is the same tenant; of another one only Autotask can tell.
"""

from collections.abc import Collection

from core.domain.company import fold_name
from core.domain.route_check import Present


def refuse_other_user(user: str, own_id: str, all_present: Collection[Present]) -> str | None:
    """Why nobody may take these credentials on trust; None when nothing can come of it."""
    own = next((each for each in all_present if each.id == own_id), None)
    if own is None or own.autotask_of or _is_user(user, own):
        return None
    fed = sorted(
        each.id
        for each in all_present
        if each.has_invoices and own_id in (each.id, each.autotask_of)
    )
    if not fed:
        return None
    return (
        f"{', '.join(fed)} has invoices that were read as {own.autotask_user or 'another user'}, "
        f"and in another tenant their ids mean other invoices. Enter {user.strip()} on the page "
        '"Autotask" of the connection, which asks Autotask whether it is the same tenant; or add '
        "--same-tenant when you know that it is."
    )


def doubt_own_tenant(user: str, own_id: str, all_present: Collection[Present]) -> str | None:
    """What to look at when other connections have an Autotask of their own with another user."""
    owners = [each for each in all_present if each.id != own_id and each.autotask_user]
    is_as_before = any(each.id == own_id and _is_user(user, each) for each in all_present)
    if is_as_before or not owners:
        return None
    named = ", ".join(sorted(f"{each.id} ({each.autotask_user})" for each in owners))
    return (
        f"Other connections have an Autotask of their own: {named}. Two users of one tenant would "
        "bring each invoice twice; if the tenant is the same, say "
        f'"autotask": {{"same_as": "{min(each.id for each in owners)}"}} instead.'
    )


def same_tenant_twice(owner: str) -> str:
    """The sentence for credentials that show an invoice of another connection's own Autotask."""
    return (
        f"These credentials lead to the tenant that connection {owner} reads already with another "
        "user, and two would take each invoice twice. Connections share a tenant: say "
        f'"autotask": {{"same_as": "{owner}"}} in the file of `admin connection`.'
    )


def _is_user(user: str, present: Present) -> bool:
    return fold_name(present.autotask_user) == fold_name(user)
