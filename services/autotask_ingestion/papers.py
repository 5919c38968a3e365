"""Autotask's printed forms of an invoice: fetched when somebody wants to see one, and kept."""

from core.domain.papers import Form, UnusablePaperError, html_content, pdf_content
from core.runtime.answers import Answer, done, problem
from core.store import invoices, papers
from core.store.papers import Paper
from services.autotask_ingestion.desk import Desk


def fetch_for_person(desk: Desk, autotask_id: int, form: Form) -> Answer:
    """Fetch and keep it; the answer only says so, because a file does not travel by message."""
    connection_id = desk.connection.id
    record = invoices.get(connection_id, autotask_id)
    if record is None:
        return problem("not_found", f"There is no invoice {autotask_id} in this connection.")
    try:
        fetch(desk, autotask_id, form, record.content_hash)
    except UnusablePaperError as error:
        return problem("conflict", str(error))
    return done(message="It was fetched from Autotask.")


def fetch(desk: Desk, autotask_id: int, form: Form, content_hash: str) -> Paper:
    """Ask Autotask for a form and keep it under the content that the invoice has now."""
    if form is Form.HTML:
        content = html_content(desk.autotask.invoice_html(autotask_id))
    else:
        content = pdf_content(desk.autotask.invoice_pdf(autotask_id).data)
    paper = Paper(content, content_hash, desk.now())
    papers.keep(desk.connection.id, autotask_id, form, paper)
    return paper
