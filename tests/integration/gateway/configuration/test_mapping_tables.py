"""Mapping tables: what needs a person first; one by one, ticked ones, suggestions, and files."""

import io
import re

from core.store.documents import InvoiceDocument
from tests.integration.gateway.configuration.conftest import Options
from tests.integration.gateway.conftest import NOW


def _names(text: str) -> list[str]:
    return re.findall(r'<th scope="row">(.*?)</th>', text)


def _key(name: str) -> str:
    return f'["{name}"]'


def test_unmapped_names_come_first_with_use_money_and_suggestions(rimu: Options) -> None:
    text = rimu.text("/accounts")
    names = _names(text)
    assert names[:3] == ["Hardware", "Travel", "Legacy Hosting"]
    assert names[-1] == "Managed Services"
    row = text[text.index(">Hardware</th>") : text.index(">Travel</th>")]
    assert ">40</td>" in row
    assert "900.00 AUD" in row
    assert "12,300.50 NZD" in row
    assert "Exact: 220 Hardware" in row
    assert "2 invoices stand at a fault" in row
    assert "archived in Xero" in text
    assert "=HYPERLINK(1)" in text


def test_tax_categories_carry_their_use_and_money_of_each_region(rimu: Options) -> None:
    text = rimu.text("/tax")
    row = text[text.index("New Zealand GST / Books") :]
    row = row[: row.index("</tr>")]
    assert ">13</td>" in row
    assert "480.00 NZD" in row
    assert "35.50 AUD" in row
    assert "as its region" in row


def test_rows_are_filtered_by_the_address(rimu: Options) -> None:
    assert _names(rimu.text("/accounts?q=hard")) == ["Hardware"]
    assert _names(rimu.text("/accounts?show=broken")) == ["Legacy Hosting"]
    assert "No name fits" in rimu.text("/accounts?q=zzzz")
    rimu.text("/accounts?show=odd", 422)


def test_a_chosen_account_becomes_a_draft_with_its_effect_and_then_counts(rimu: Options) -> None:
    draft = rimu.draft("/tables/accounts", do="change", key=_key("Hardware"), value="220")
    text = rimu.text(draft)
    assert re.search(r"Hardware</th><td>no row</td><td><b>220 Hardware</b>", text)
    assert "2 of the last 50 would go to another account." in text
    assert ">54001</a>" in text
    assert ">54009</a>" not in text
    assert rimu.post(f"{draft}/apply", reason="new code") == f"{rimu.base}/accounts"
    after = rimu.text("/accounts")
    assert "Saved: 1 change made" in after
    assert "2 invoices that stopped here lead somewhere now" in after
    assert "/sync/invoices/bulk?action=resync&amp;status=fault&amp;cause=ACCOUNT_UNMAPPED" in after
    assert "new code" in rimu.text("/changes")
    rimu.text(draft, 404)


def test_only_rows_that_are_different_become_changes(rimu: Options) -> None:
    location = rimu.post(
        "/tables/accounts", do="change", key=[_key("Managed Services"), _key("Travel")],
        value=["210", ""],
    )  # fmt: skip
    assert location == f"{rimu.base}/accounts"
    assert "Nothing is different" in rimu.text("/accounts")


def test_ticked_rows_are_set_together_and_names_are_understood(rimu: Options) -> None:
    draft = rimu.draft(
        "/tables/accounts", do="set", tick=[_key("Hardware"), _key("Travel")], set_to="200",
        key=[_key("Hardware"), _key("Travel")], value=["", "230"],
    )  # fmt: skip
    assert rimu.text(draft).count("200 Sales") == 2
    draft = rimu.draft("/tables/accounts", do="change", key=_key("Travel"), value="travel income")
    assert "230 Travel Income" in rimu.text(draft)


def test_all_exact_suggestions_are_taken_at_once(rimu: Options) -> None:
    text = rimu.text(rimu.draft("/tables/accounts", do="exact"))
    assert _names(text)[0] == "Accounts by billing code: Hardware"
    assert "1 change by" in text


def test_suggestions_are_taken_beside_what_was_chosen_by_hand(rimu: Options) -> None:
    draft = rimu.draft(
        "/tables/accounts", do="exact",
        key=[_key("Hardware"), _key("Travel"), _key("Managed Services")], value=["", "230", "210"],
    )  # fmt: skip
    text = rimu.text(draft)
    assert "2 changes by" in text
    assert "230 Travel Income" in text
    by_hand = rimu.draft("/tables/accounts", do="exact", key=_key("Hardware"), value="200")
    assert "200 Sales" in rimu.text(by_hand)


def test_an_account_that_xero_does_not_have_is_told_beside_its_row(rimu: Options) -> None:
    text = rimu.post("/tables/accounts", do="change", key=_key("Travel"), value="999")
    assert "Xero has no account 999." in text
    assert "999 (unknown)" in text
    assert "archived in Xero." in rimu.post(
        "/tables/accounts", do="change", key=_key("Travel"), value="204"
    )


def test_a_row_may_be_added_by_its_name(rimu: Options) -> None:
    draft = rimu.draft("/tables/categories", do="change", new=["New Zealand GST", "Books"],
                       new_value="ZERORATED")  # fmt: skip
    assert "Tax rates by tax category: New Zealand GST / Books" in rimu.text(draft)


def test_a_refused_form_keeps_its_page_and_what_was_typed_there(rimu: Options) -> None:
    page = rimu.text("/accounts?q=hard&page=1")
    assert f'action="{rimu.base}/tables/accounts?q=hard&amp;page=1"' in page
    told = rimu.post(
        "/tables/accounts?q=hard", do="change", key=[_key("Hardware"), _key("Travel")],
        value=["220", "999"], new="Books", new_value="204",
    )  # fmt: skip
    assert _names(told) == ["Travel", "Hardware"], "what is wrong is shown beside the page"
    assert "Xero has no account 999." in told
    assert re.search(r'<option value="220" selected', told)
    assert 'name="new" maxlength="300"' in told
    assert re.search(r'placeholder="Autotask name" value="Books"', told)
    assert re.search(r'<option value="204" selected>[^<]*archived', told)
    assert f'href="{rimu.base}/accounts?show=broken' in told
    half = rimu.post("/tables/accounts", do="change", new="Books", new_value="")
    assert "Another row needs its name and what it leads to in Xero." in half


def test_tax_is_suggested_by_autotasks_rate_and_tracking_by_name(rimu: Options) -> None:
    tax = rimu.text("/tax")
    assert "Exact: ZERORATED" in tax
    assert "Autotask charges 0 % there" in tax
    tracking = rimu.text("/tracking")
    assert "goes by its own name" in tracking
    assert 'name="category" value="Region"' in tracking
    assert "Very orange invoice" in rimu.text("/branding")
    draft = rimu.draft(
        "/tables/tracking", do="change", category="Region", key=_key("Wellington"), value="South"
    )
    assert "Tracking Region: Wellington" in rimu.text(draft)


def test_a_key_that_names_no_row_is_refused(rimu: Options) -> None:
    for key in ("x", "{}", "[1]"):
        told = rimu.post("/tables/accounts", do="change", key=key, value="200")
        assert "does not fit “key”" in told


def _import(rimu: Options, content: bytes, table: str = "accounts", **form: str) -> str:
    return rimu.post(f"/tables/{table}/import", file=(io.BytesIO(content), "rows.csv"), **form)


def test_a_file_goes_out_and_comes_back_without_a_difference(rimu: Options) -> None:
    response = rimu.visitor.get(f"{rimu.base}/tables/accounts.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert "'=HYPERLINK(1)" in response.text
    assert "12300.50" not in response.text
    assert "900.00 AUD; 12,300.50 NZD" in response.text
    assert _import(rimu, response.data) == f"{rimu.base}/accounts"
    mended = response.text.replace("'=HYPERLINK(1),,", "'=HYPERLINK(1),200,")
    draft = _import(rimu, mended.encode()).removeprefix(rimu.base)
    assert "Accounts by billing code: =HYPERLINK(1)" in rimu.text(draft)
    lines = rimu.visitor.get(f"{rimu.base}{draft}.csv").text.splitlines()
    assert lines[1] == "Accounts by billing code: =HYPERLINK(1),no row,200 Sales"


def test_every_bad_line_of_a_file_is_named_and_nothing_is_taken_over(rimu: Options) -> None:
    content = (
        "﻿autotask name;xero code\r\nHardware;220\r\nTravel;999\r\n;200\r\n\r\nHardware;230\r\n"
        "Backup;Legacy Hosting\r\n"
    )
    text = _import(rimu, content.encode())
    assert "Line 3: Travel: Xero has no account 999." in text
    assert "Line 4: it names nothing of Autotask’s." in text
    assert "Line 6: Hardware has another value in an earlier line." in text
    assert "Line 7: Backup: archived in Xero." in text
    assert "Line 2" not in text


def test_a_file_that_cannot_be_read_is_told(rimu: Options) -> None:
    for content, why in (
        (b"name,code\nHardware,220\n", "has to name the columns Autotask name, Xero code"),
        (b"", "has to name the columns"),
        ("Autotask name,Xero code\nBüro,200\n".encode("latin-1"), "not UTF-8"),
        (b"Autotask name,Xero code\n" + b"x,200\n" * 5001, "more than 5,000 lines"),
        (b'Autotask name,Xero code\nHardware,"220\n' + b"x" * 140_000, "no CSV that can be read"),
        (b"Autotask name,Xero code\n" + b"Hard\rware,220\n", "no CSV that can be read"),
    ):
        assert why in _import(rimu, content)


def test_a_file_with_the_old_line_ends_of_a_macintosh_is_read(rimu: Options) -> None:
    draft = _import(rimu, b"Autotask name,Xero code\rHardware,220\r").removeprefix(rimu.base)
    assert "Accounts by billing code: Hardware" in rimu.text(draft)


def test_five_thousand_lines_become_one_draft_that_counts(rimu: Options) -> None:
    lines = "".join(f"Code {number},{200 + number % 2 * 10}\n" for number in range(5000))
    draft = _import(rimu, f"Autotask name,Xero code\n{lines}".encode()).removeprefix(rimu.base)
    text = rimu.text(draft)
    assert "5,000 changes by" in text
    assert "and 4,800 more" in text
    assert rimu.post(f"{draft}/apply") == f"{rimu.base}/accounts"
    assert "Page 1 of 26" in rimu.text("/accounts")


def test_invoices_that_people_took_off_the_list_do_not_count(rimu: Options) -> None:
    InvoiceDocument._get_collection().update_one(
        {"_id": f"{rimu.connection}/54001"}, {"$set": {"removed_at": NOW}}
    )
    assert "2 invoices stand at a fault because of it" in rimu.text()


def test_faults_without_values_count_for_no_row(rimu: Options) -> None:
    InvoiceDocument._get_collection().update_many(
        {"connection": rimu.connection}, {"$unset": {"fault.values": 1}}
    )
    assert "at a fault because of it" not in rimu.text()
