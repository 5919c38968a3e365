import re
from base64 import b64decode
from typing import Any


def an_invoice(api: Any, **fields: Any) -> int:
    number: int = api.door("POST", "invoices", {"count": 1, **fields})["ids"][0]
    return number


def pdf_of(api: Any, number: int) -> bytes:
    return b64decode(api.get(f"Invoices/{number}/InvoicePdf")["data"])


def test_the_html_shows_company_lines_and_totals_and_escapes_what_people_typed(api: Any) -> None:
    number = an_invoice(api, lines=2, company_id=201)
    items = api.query("BillingItems", {"op": "eq", "field": "invoiceID", "value": number})["items"]
    edit = {"entity": "BillingItems", "id": items[0]["id"], "fields": {"description": "<script>x"}}
    api.door("POST", "edit", edit)
    markup = api.get(f"Invoices/{number}/InvoiceMarkupHtml")["invoiceMarkup"]
    total = sum(item["totalAmount"] + item["taxDollars"] for item in items)
    assert f"{total:,.2f}" in markup
    assert api.get("Companies/201")["item"]["companyName"] in markup
    assert "&lt;script&gt;x" in markup
    assert "<script" not in markup


def test_the_pdf_is_sound_down_to_its_offsets(api: Any) -> None:
    number = an_invoice(api, lines=90)
    answer = api.get(f"Invoices/{number}/InvoicePdf")
    content = b64decode(answer["data"])
    assert (answer["id"], answer["contentType"]) == (number, "application/pdf")
    assert answer["fileSize"] == len(content)
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start:].startswith(b"xref\n")
    offsets = re.findall(rb"(\d{10}) 00000 n ", content[start:])
    for index, offset in enumerate(offsets, start=1):
        assert content[int(offset) :].startswith(b"%d 0 obj\n" % index)
    assert content.count(b"/Type /Page ") == 3


def test_every_invoice_of_the_demo_can_be_printed(demo: Any) -> None:
    for invoice in demo.door("GET", "state")["Invoices"][::40]:
        assert pdf_of(demo, invoice["id"]).startswith(b"%PDF-1.4")
        markup = demo.get(f"Invoices/{invoice['id']}/InvoiceMarkupHtml")["invoiceMarkup"]
        assert (">VOID<" in markup.replace("<b>", "").replace("</b>", "")) is invoice["isVoided"]


def test_letters_beyond_the_built_in_fonts_lose_their_marks_only(api: Any) -> None:
    edit = {"entity": "Companies", "id": 201, "fields": {"companyName": "Kōwhai (Zoë) 漢 €"}}
    api.door("POST", "edit", edit)
    content = pdf_of(api, an_invoice(api, company_id=201))
    assert "Kowhai \\(Zoë\\) ? €".encode("cp1252") in content


def test_the_same_invoice_prints_the_same_bytes(api: Any) -> None:
    number = an_invoice(api)
    assert pdf_of(api, number) == pdf_of(api, number)


def test_the_undocumented_shape_of_the_file_is_a_switch(api: Any) -> None:
    number = an_invoice(api)
    expected = pdf_of(api, number)
    api.door("POST", "switches", {"pdf_data": "bytes"})
    assert bytes(api.get(f"Invoices/{number}/InvoicePdf")["data"]) == expected
    api.door("POST", "switches", {"pdf_data": "item"})
    assert b64decode(api.get(f"Invoices/{number}/InvoicePdf")["item"]["data"]) == expected


def test_documents_of_nothing_are_not_found(api: Any) -> None:
    assert api.call("GET", "Invoices/5/InvoicePdf").status_code == 404
    assert api.call("GET", "Invoices/5/InvoiceMarkupHtml").status_code == 404


def test_the_html_can_be_hostile_for_one_invoice(api: Any) -> None:
    number, other = an_invoice(api), an_invoice(api)
    api.door("POST", "faults", {"name": "hostile_html", "record": number})
    plain = api.get(f"Invoices/{other}/InvoiceMarkupHtml")["invoiceMarkup"]
    hostile = api.get(f"Invoices/{number}/InvoiceMarkupHtml")["invoiceMarkup"]
    for trap in ("<script>", "<form ", "<iframe ", "onerror=", "position:fixed", "javascript:"):
        assert trap in hostile
        assert trap not in plain
    assert f"KMI-{number:06d}" in hostile
    again = api.get(f"Invoices/{number}/InvoiceMarkupHtml")["invoiceMarkup"]
    assert "<script>" not in again


def test_the_pdf_can_be_large_and_is_still_sound(api: Any) -> None:
    number = an_invoice(api)
    api.door("POST", "faults", {"name": "large_pdf"})
    content = pdf_of(api, number)
    assert len(content) > 8_000_000
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    assert content[start:].startswith(b"xref\n")
    api.door("POST", "faults", {"name": "large_pdf", "record": number, "size": 20_000})
    assert 20_000 < len(pdf_of(api, number)) < 100_000
    assert len(pdf_of(api, number)) < 20_000
