"""Which stored document a posted one means."""

from sandbox.xero.books import Books, Record
from sandbox.xero.documents.kinds import Kind
from sandbox.xero.documents.ruling import Ruling
from sandbox.xero.elements import Element
from sandbox.xero.refusals import NotFoundError


def match(
    books: Books,
    kind: Kind,
    sent: Element,
    ruling: Ruling,
    create_only: bool,
    document_id: str | None,
) -> Record | None:
    """By the id in the path, the id in the body, or the number; None means a new one."""
    if document_id is not None:
        return _by_path(books, kind, document_id)
    body_id = sent.guid(kind.id_field)
    known = books.get(kind.entity, body_id) if body_id else None
    if create_only:
        if known is not None:
            ruling.refuse(f"{kind.title} not of valid status for creation")
        return None
    if body_id:
        if known is None:
            ruling.refuse(
                f"An existing {kind.title} with the specified {kind.id_field} could not be found"
            )
        return known
    return _by_number(books, kind, sent)


def _by_path(books: Books, kind: Kind, key: str) -> Record:
    found = find_one(books, kind, key)
    if found is None:
        raise NotFoundError
    return found


def _by_number(books: Books, kind: Kind, sent: Element) -> Record | None:
    """A POST overwrites the document of that number, for bills even another supplier's."""
    number = sent.text(kind.number_field)
    if not number:
        return None
    document_type = sent.choice("Type", f"{kind.noun}Type", kind.all_types)
    matches = [
        found
        for found in books.find(kind.entity, kind.number_field, number)
        if found["Type"] == (document_type or found["Type"])
        and found["Status"] != "DELETED"
        and (found["Type"] != "ACCPAY" or _is_meant(books, found, sent))
    ]
    return matches[-1] if matches else None


def _is_meant(books: Books, bill: Record, sent: Element) -> bool:
    """Whether a bill may be found by its number: told of the real one, documented nowhere."""
    whose = books.switches.value("bills_by_number")
    contact = sent.child("Contact")
    same = contact is not None and contact.guid("ContactID") == bill["Contact"]["ContactID"]
    return bool(whose == "any_supplier" or (whose == "same_supplier" and same))


def find_one(books: Books, kind: Kind, key: str) -> Record | None:
    """By id or number, as a path names a document; a live one goes before a deleted one."""
    found = books.get(kind.entity, key.lower())
    if found is not None:
        return found
    matches = books.find(kind.entity, kind.number_field, key)
    return min(
        matches,
        key=lambda row: (row["Status"] == "DELETED", row["Type"] != kind.sale),
        default=None,
    )
