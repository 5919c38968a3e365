"""The client against the Xero sandbox as a process: consent, reads, batches, and all that goes wrong."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from core.clients.budget import Unmetered
from core.clients.http import CallRecord, Http
from core.clients.xero.client import XeroClient
from core.clients.xero.contact_payloads import freeze_contacts
from core.clients.xero.entities import BatchAnswer, TokenSet
from core.clients.xero.oauth import XeroOAuth
from core.clients.xero.payloads import freeze_documents, freeze_update
from core.domain.contacts.xero_contact import ContactPerson, Phone, PostalAddress
from core.domain.errors import (
    OutcomeUnknownError,
    RateLimitedError,
    RejectedError,
    SyncError,
    UnauthorizedError,
    UnavailableError,
)
from core.domain.xero_document import DocumentKind, XeroDraft
from tests.contract.raw_server import unused_url
from tests.contract.sandboxes import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Sandbox, running
from tests.unit.clients.xero.drafts import make_contact, make_credit_note, make_draft, make_line

SCOPES = (
    *("openid", "profile", "email", "offline_access", "accounting.contacts"),
    *("accounting.invoices", "accounting.payments.read", "accounting.settings.read"),
)
TODAY = datetime.now(UTC).date()
NUMBERS = (f"CF-{number}" for number in count(1))
KEYS = (f"key {number}" for number in count(1))
AMBIGUOUS = (
    *("drop_before_commit", "drop_after_commit", "error_before_commit", "error_after_commit"),
    *("timeout_before_commit", "timeout_after_commit", "late_commit", "reset_mid_response"),
    *("truncated_body", "html_body", "unavailable", "maintenance"),
)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running("xero", tmp_path_factory.mktemp("xero")) as started:
        limits = {"minute": False, "day": False, "concurrent": False, "appminute": False}
        started.door("POST", "limits", limits)
        yield started


@pytest.fixture(autouse=True)
def _no_fault_left_over(sandbox: Sandbox) -> Iterator[None]:
    yield
    sandbox.door("DELETE", "faults")


@pytest.fixture(scope="module")
def oauth(sandbox: Sandbox) -> XeroOAuth:
    return oauth_of(sandbox, CLIENT_SECRET)


def oauth_of(sandbox: Sandbox, secret: str) -> XeroOAuth:
    return XeroOAuth(Http(2, 20), CLIENT_ID, secret, sandbox.url, f"{sandbox.url}/identity")


def consent(sandbox: Sandbox, oauth: XeroOAuth) -> TokenSet:
    code = sandbox.door("POST", "consents", {"redirect_uri": REDIRECT_URI})["code"]
    return oauth.exchange_code(code, REDIRECT_URI)


@pytest.fixture(scope="module")
def tokens(sandbox: Sandbox, oauth: XeroOAuth) -> TokenSet:
    return consent(sandbox, oauth)


@pytest.fixture(scope="module")
def open_client(sandbox: Sandbox, tokens: TokenSet) -> Callable[[Http], XeroClient]:
    def bearer() -> str:
        return tokens.access_token

    nobody = XeroClient("", bearer, Http(2, 20), Unmetered(), sandbox.url)
    [tenant] = nobody.tenants()
    return lambda http: XeroClient(tenant.tenant_id, bearer, http, Unmetered(), sandbox.url)


@pytest.fixture(scope="module")
def client(open_client: Callable[[Http], XeroClient]) -> XeroClient:
    return open_client(Http(2, 20))


@pytest.fixture(scope="module")
def contact_id(client: XeroClient) -> str:
    contacts, _ = client.contacts(1)
    return next(contact.xero_id for contact in contacts if not contact.is_archived)


def draft(
    contact_id: str, make: Callable[..., XeroDraft] = make_draft, **changes: Any
) -> XeroDraft:
    made = make(contact_id=contact_id, issued_on=TODAY, due_on=TODAY, **changes)
    return made if "number" in changes else _renumbered(made)


def _renumbered(made: XeroDraft) -> XeroDraft:
    fields = {name: getattr(made, name) for name in XeroDraft.__slots__}
    return XeroDraft(**fields | {"number": next(NUMBERS)})


def put(client: XeroClient, *drafts: XeroDraft) -> BatchAnswer:
    path = "Invoices" if drafts[0].kind.value == "invoice" else "CreditNotes"
    return client.send("PUT", path, freeze_documents(drafts), next(KEYS), leave)


def leave() -> None:
    """Nothing holds these requests up."""


def stored(sandbox: Sandbox, number: str) -> list[dict[str, Any]]:
    return [
        row for row in sandbox.door("GET", "state")["Invoices"] if row["InvoiceNumber"] == number
    ]


def test_consent_opens_one_organisation(
    sandbox: Sandbox, tokens: TokenSet, client: XeroClient
) -> None:
    assert tokens.expires_at > datetime.now(UTC) + timedelta(minutes=20)
    assert "offline_access" in tokens.scopes
    [tenant] = client.tenants()
    assert (tenant.name, tenant.kind) == ("Kauri Managed IT Limited", "ORGANISATION")


def test_a_code_is_good_once(sandbox: Sandbox, oauth: XeroOAuth) -> None:
    code = sandbox.door("POST", "consents", {"redirect_uri": REDIRECT_URI})["code"]
    oauth.exchange_code(code, REDIRECT_URI)
    with pytest.raises(UnauthorizedError):
        oauth.exchange_code(code, REDIRECT_URI)


def test_the_previous_refresh_token_is_good_again_after_a_lost_answer(
    sandbox: Sandbox, oauth: XeroOAuth
) -> None:
    first = consent(sandbox, oauth)
    sandbox.arm("drop_after_commit", endpoint="connect/token")
    with pytest.raises(UnavailableError):
        oauth.refresh(first.refresh_token)
    again = oauth.refresh(first.refresh_token)
    assert again.refresh_token != first.refresh_token
    assert oauth.refresh(again.refresh_token).access_token


def test_tokens_and_apps_that_xero_does_not_know_are_told_apart_from_trouble(
    sandbox: Sandbox, oauth: XeroOAuth
) -> None:
    stranger = oauth_of(sandbox, "wrong")
    for refuse in (oauth, stranger):
        with pytest.raises(UnauthorizedError):
            refuse.refresh("unknown")
    sandbox.arm("unavailable", endpoint="connect/token")
    with pytest.raises(UnavailableError):
        oauth.refresh("unknown")
    gone = XeroOAuth(Http(1, 1), CLIENT_ID, CLIENT_SECRET, unused_url(), unused_url())
    with pytest.raises(UnavailableError):
        gone.refresh("unknown")


def test_an_unknown_access_token_is_worth_a_refresh(sandbox: Sandbox) -> None:
    client = XeroClient("t", lambda: "nonsense", Http(2, 20), Unmetered(), sandbox.url)
    with pytest.raises(UnauthorizedError) as caught:
        client.organisation()
    assert caught.value.expired


def test_a_tenant_that_is_not_connected_needs_a_person(sandbox: Sandbox, tokens: TokenSet) -> None:
    client = XeroClient(
        "00000000-0000-4000-8000-00000000dead",
        lambda: tokens.access_token,
        Http(2, 20),
        Unmetered(),
        sandbox.url,
    )
    with pytest.raises(UnauthorizedError) as caught:
        client.organisation()
    assert not caught.value.expired


def test_reference_data_is_read_in_a_call_each(sandbox: Sandbox, client: XeroClient) -> None:
    before = sandbox.last_request()
    organisation = client.organisation()
    assert (organisation.base_currency, organisation.country_code) == ("NZD", "NZ")
    assert organisation.short_code.startswith("!")
    assert organisation.period_lock_on is not None
    assert organisation.period_lock_on < TODAY
    accounts = {account.code: account for account in client.accounts()}
    assert accounts["204"].status == "ARCHIVED"
    assert accounts["210"].account_class == "REVENUE"
    assert accounts["610"].system_account == "DEBTORS"
    rates = {rate.tax_type: rate for rate in client.tax_rates()}
    assert rates["OUTPUT2"].rate == 15
    assert "REVENUE" in rates["OUTPUT2"].applies_to
    assert "LIABILITY" not in rates["OUTPUT2"].applies_to
    assert "DELETED" in {rate.status for rate in rates.values()}
    assert set(client.currencies()) == {"NZD", "AUD", "USD"}
    assert {category.name for category in client.tracking_categories()} == {
        "Region",
        "Business line",
    }
    assert client.branding_themes()
    assert len(sandbox.requests_since(before)) == 6


def test_all_contacts_come_in_pages_archived_ones_too(sandbox: Sandbox, client: XeroClient) -> None:
    everyone, is_last = client.contacts(1)
    assert is_last
    assert any(contact.is_archived for contact in everyone)
    paged, page, is_last = [], 0, False
    while not is_last:
        page += 1
        contacts, is_last = client.contacts(page, page_size=50)
        paged += contacts
    assert sorted(contact.xero_id for contact in paged) == sorted(
        contact.xero_id for contact in everyone
    )
    active, _ = client.contacts(1, include_archived=False)
    assert len(active) == sum(not contact.is_archived for contact in everyone)


def test_contacts_are_created_and_found_by_our_key(client: XeroClient) -> None:
    drafts = [
        make_contact(
            name="  Pōhutukawa   Print & Co ",
            number="AT-9001",
            email="accounts@print.test",
            first_name="Emma",
            last_name="Chen",
            phones=(Phone("DEFAULT", "09 123"), Phone("FAX", "09 124")),
            address=PostalAddress(
                "POBOX", ("1 Street", "Level 2"), "Auckland", "", "1010", "New Zealand"
            ),
            persons=(ContactPerson("Finn", "Lewis", "finn@print.test"),),
            default_currency="AUD",
        ),
        make_contact(name='Quote "Inc"', number="AT-9002"),
    ]
    answer = client.send("PUT", "Contacts", freeze_contacts(drafts), next(KEYS), leave)
    assert all(element.is_accepted for element in answer.elements)
    found = {
        contact.number: contact for contact in client.contacts_by_number(["AT-9001", "AT-9002"])
    }
    assert found["AT-9001"].name == "Pōhutukawa Print & Co"
    assert found["AT-9001"].xero_id == answer.elements[0].contact_id
    again = client.send("PUT", "Contacts", freeze_contacts(drafts[:1]), next(KEYS), leave)
    assert not again.elements[0].is_accepted
    assert again.elements[0].reasons


def test_a_batch_comes_back_to_the_cent(client: XeroClient, contact_id: str) -> None:
    lines = (
        make_line(),
        make_line(
            description="Cable",
            quantity=Decimal(1),
            unit_amount=Decimal("0.3333"),
            net=Decimal("0.33"),
            tax=Decimal("0.05"),
        ),
        make_line(
            description="Adjustment",
            quantity=Decimal(1),
            unit_amount=Decimal("-10.00"),
            net=Decimal("-10.00"),
            tax=Decimal("-1.50"),
        ),
    )
    sent = draft(contact_id, lines=lines, reference='"Quoted" & <odd> €')
    [element] = put(client, sent).elements
    assert element.is_accepted, element.reasons
    [found] = client.documents_by_number(DocumentKind.INVOICE, [sent.number])
    for document in (element.document, found):
        assert document is not None
        assert document.number == sent.number
        assert document.contact_id == contact_id
        assert document.total == sent.total
        assert document.tax == Decimal("30.31")
        assert document.marker_url == sent.marker_url
        assert document.reference == sent.reference
        assert document.issued_on == TODAY
        assert [line.tax for line in document.lines] == [line.tax for line in lines]
        assert [line.unit_amount for line in document.lines] == [line.unit_amount for line in lines]


def test_a_full_batch_is_one_call(sandbox: Sandbox, client: XeroClient, contact_id: str) -> None:
    drafts = [draft(contact_id) for _ in range(50)]
    before = sandbox.last_request()
    answer = put(client, *drafts)
    assert len(sandbox.requests_since(before)) == 1
    assert [element.number for element in answer.elements] == [each.number for each in drafts]
    assert all(element.is_accepted for element in answer.elements)
    assert "X-MinLimit-Remaining" in answer.headers
    before = sandbox.last_request()
    found = client.documents_by_number(DocumentKind.INVOICE, [each.number for each in drafts])
    assert len(sandbox.requests_since(before)) == 2
    assert {document.number for document in found} == {each.number for each in drafts}
    assert all(document.lines for document in found)
    again = client.document(DocumentKind.INVOICE, found[0].xero_id)
    assert again == found[0]


def test_a_refused_element_does_not_stop_the_others(client: XeroClient, contact_id: str) -> None:
    good, archived, misfit, locked = (
        draft(contact_id),
        draft(contact_id, status="AUTHORISED", lines=(make_line(account_code="204"),)),
        draft(contact_id, status="AUTHORISED", lines=(make_line(account_code="835"),)),
        _renumbered(make_draft(contact_id=contact_id, issued_on=date(2024, 1, 1))),
    )
    elements = put(client, good, archived, misfit, locked).elements
    assert [element.is_accepted for element in elements] == [True, False, False, False]
    assert "204" in elements[1].reasons[0]
    assert "OUTPUT2" in elements[2].reasons[0]
    assert "lock date" in elements[3].reasons[0]


def test_a_number_that_is_taken_is_a_question(client: XeroClient, contact_id: str) -> None:
    sent = draft(contact_id)
    put(client, sent)
    [element] = put(client, sent).elements
    assert element.reasons == ("Invoice # must be unique.",)
    note = draft(contact_id, make_credit_note)
    put(client, note)
    assert put(client, note).elements[0].reasons == ("Credit Note # must be unique.",)


def test_the_same_bytes_and_key_are_carried_out_once(
    sandbox: Sandbox, client: XeroClient, contact_id: str
) -> None:
    sent = draft(contact_id)
    body, key = freeze_documents([sent]), next(KEYS)
    first = client.send("PUT", "Invoices", body, key, leave)
    again = client.send("PUT", "Invoices", body, key, leave)
    assert first.elements == again.elements
    assert len(stored(sandbox, sent.number)) == 1
    with pytest.raises(RejectedError, match="different request"):
        client.send("PUT", "Invoices", freeze_documents([draft(contact_id)]), key, leave)


def test_an_update_changes_the_same_document(
    sandbox: Sandbox, client: XeroClient, contact_id: str
) -> None:
    sent = draft(contact_id)
    [created] = put(client, sent).elements
    assert created.document is not None
    xero_id = created.document.xero_id
    changed = draft(contact_id, number=sent.number, reference="", lines=(make_line(), make_line()))
    [updated] = client.send(
        "POST", f"Invoices/{xero_id}", freeze_update(changed, xero_id), next(KEYS), leave
    ).elements
    assert updated.document is not None, updated.reasons
    assert updated.document.xero_id == xero_id
    assert (updated.document.total, updated.document.reference) == (changed.total, "")
    assert len(stored(sandbox, sent.number)) == 1


def test_an_update_that_xero_refuses_says_why(
    sandbox: Sandbox, client: XeroClient, contact_id: str
) -> None:
    sent = draft(contact_id, status="AUTHORISED")
    [created] = put(client, sent).elements
    assert created.document is not None
    xero_id = created.document.xero_id
    sandbox.door("POST", "payments", {"invoice": sent.number, "date": TODAY.isoformat()})
    changed = freeze_update(draft(contact_id, number=sent.number, status="VOIDED"), xero_id)
    try:
        [element] = client.send("POST", f"Invoices/{xero_id}", changed, next(KEYS), leave).elements
        reasons = element.reasons
    except RejectedError as error:
        reasons = error.reasons
    assert any("payment" in reason for reason in reasons)


def test_credit_notes_are_created_and_found(client: XeroClient, contact_id: str) -> None:
    since = datetime.now(UTC) - timedelta(minutes=5)
    notes = [draft(contact_id, make_credit_note) for _ in range(3)]
    elements = put(client, *notes).elements
    assert all(element.is_accepted for element in elements)
    numbers = [note.number for note in notes]
    scanned = client.documents_changed(DocumentKind.CREDIT_NOTE, since)
    single = client.documents_by_number(DocumentKind.CREDIT_NOTE, [*numbers, "NO-SUCH"])
    assert {note.number for note in scanned} >= {note.number for note in single} == set(numbers)
    assert [note.total for note in single] == [note.total for note in notes]
    assert all(note.lines for note in [*scanned, *single])
    assert elements[0].document is not None
    by_id = client.document(DocumentKind.CREDIT_NOTE, elements[0].document.xero_id)
    assert by_id is not None
    assert by_id.number == numbers[0]
    assert client.document(DocumentKind.CREDIT_NOTE, "297c2dc5-cc47-4afd-8ec8-74990b8761e9") is None


def test_a_voided_invoice_still_holds_its_number_and_a_deleted_one_does_not(
    client: XeroClient, contact_id: str
) -> None:
    voided, deleted = draft(contact_id, status="AUTHORISED"), draft(contact_id)
    created = put(client, voided, deleted).elements
    for element, sent, status in zip(
        created, (voided, deleted), ("VOIDED", "DELETED"), strict=True
    ):
        assert element.document is not None, element.reasons
        xero_id = element.document.xero_id
        gone = draft(contact_id, number=sent.number, status=status)
        client.send("POST", f"Invoices/{xero_id}", freeze_update(gone, xero_id), next(KEYS), leave)
    found = client.documents_by_number(DocumentKind.INVOICE, [voided.number, deleted.number])
    assert [(document.number, document.status) for document in found] == [(voided.number, "VOIDED")]


def test_payments_are_read_since_a_moment(
    sandbox: Sandbox, client: XeroClient, contact_id: str
) -> None:
    since = datetime.now(UTC) - timedelta(minutes=5)
    sent = draft(contact_id, status="AUTHORISED")
    [created] = put(client, sent).elements
    assert created.document is not None
    sandbox.door(
        "POST", "payments", {"invoice": sent.number, "amount": 100, "date": TODAY.isoformat()}
    )
    payments, is_last = client.payments_since(since, 1)
    [payment] = [p for p in payments if p.xero_invoice_id == created.document.xero_id]
    assert is_last
    assert (payment.amount, payment.status) == (Decimal(100), "AUTHORISED")
    assert payment.paid_on == TODAY
    invoice = client.document(DocumentKind.INVOICE, created.document.xero_id)
    assert invoice is not None
    assert invoice.has_payments
    assert invoice.amount_due == sent.total - 100
    assert client.payments_since(datetime.now(UTC) + timedelta(days=1), 1) == ([], True)


def test_a_request_that_is_no_request_is_refused_whole(client: XeroClient, contact_id: str) -> None:
    body = b'{"Invoices":[{"InvoiceNumber":"X","LineAmountTypes":"Sideways"}]}'
    with pytest.raises(RejectedError) as caught:
        client.send("PUT", "Invoices", body, next(KEYS), leave)
    assert caught.value.status == 400
    with pytest.raises(RejectedError):
        client.send("PUT", "Invoices", body, "k" * 200, leave)


@pytest.mark.parametrize("fault", AMBIGUOUS)
def test_each_fault_is_judged_by_what_was_asked(
    sandbox: Sandbox, open_client: Callable[[Http], XeroClient], contact_id: str, fault: str
) -> None:
    calls: list[CallRecord] = []
    hasty = open_client(Http(1, 1, on_call=calls.append))
    sandbox.arm(fault, seconds=2)
    with pytest.raises(UnavailableError):
        hasty.currencies()
    sandbox.door("DELETE", "faults")
    sandbox.arm(fault, endpoint="PUT Invoices", seconds=2)
    with pytest.raises(OutcomeUnknownError):
        put(hasty, draft(contact_id))
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("fault", "more", "error", "expired"),
    [
        ("token_expired", {}, UnauthorizedError, True),
        ("disconnected", {}, UnauthorizedError, False),
        ("rate_limited_minute", {"retry_after": 26}, RateLimitedError, None),
        ("rate_limited_day", {"retry_after": 73451}, RateLimitedError, None),
        ("rate_limited_concurrent", {}, RateLimitedError, None),
    ],
)
def test_refusals_before_anything_is_done_are_told_apart(
    sandbox: Sandbox,
    client: XeroClient,
    contact_id: str,
    fault: str,
    more: dict[str, Any],
    error: type[SyncError],
    expired: bool | None,
) -> None:
    sent = draft(contact_id)
    for call in (client.currencies, lambda: put(client, sent)):
        sandbox.arm(fault, **more)
        with pytest.raises(error) as caught:
            call()
        assert getattr(caught.value, "expired", None) is expired
        if isinstance(caught.value, RateLimitedError):
            assert caught.value.limit == fault.removeprefix("rate_limited_")
            wait = caught.value.until - datetime.now(UTC)
            assert wait <= timedelta(seconds=more.get("retry_after", 2))
    assert stored(sandbox, sent.number) == []


def test_our_own_haste_is_told_from_trouble(sandbox: Sandbox, client: XeroClient) -> None:
    client.currencies()
    sandbox.door("POST", "limits", {"minute": 1})
    try:
        with pytest.raises(RateLimitedError) as caught:
            client.currencies()
    finally:
        sandbox.door("POST", "limits", {"minute": False})
    assert caught.value.limit == "minute"
    assert caught.value.until > datetime.now(UTC)


@pytest.mark.parametrize("fault", ["drop_after_commit", "error_after_commit", "html_body"])
def test_after_a_lost_answer_the_same_bytes_and_key_give_the_answer(
    sandbox: Sandbox, client: XeroClient, contact_id: str, fault: str
) -> None:
    sent = draft(contact_id)
    body, key = freeze_documents([sent]), next(KEYS)
    sandbox.arm(fault, endpoint="PUT Invoices")
    with pytest.raises(OutcomeUnknownError):
        client.send("PUT", "Invoices", body, key, leave)
    assert len(stored(sandbox, sent.number)) == 1
    try:
        [element] = client.send("PUT", "Invoices", body, key, leave).elements
        assert element.is_accepted
    except OutcomeUnknownError:
        # Xero stores an error with the key and repeats it; then only a look-up tells.
        assert fault == "error_after_commit"
        assert client.documents_by_number(DocumentKind.INVOICE, [sent.number])
    assert len(stored(sandbox, sent.number)) == 1


def test_a_sandbox_that_is_gone_is_unavailable_even_for_a_write(contact_id: str) -> None:
    client = XeroClient("t", lambda: "token", Http(1, 1), Unmetered(), unused_url())
    with pytest.raises(UnavailableError):
        client.organisation()
    with pytest.raises(UnavailableError):
        put(client, draft(contact_id))
