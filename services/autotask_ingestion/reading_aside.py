"""An invoice of Autotask's looked at and judged, without bringing it into the ledger."""

from core.domain.admission import Held, Skipped, Stopped, Verdict, describe
from core.domain.errors import UnstorableError
from core.runtime.answers import Answer, done, problem
from core.store import readings
from services.autotask_ingestion.desk import Desk
from services.autotask_ingestion.judge import Judge
from services.autotask_ingestion.storing import lines_of, reading_of


def read_aside(desk: Desk, autotask_id: int) -> Answer:
    """Header, lines and company are read and kept for an hour; the answer is what the rules say.

    It teaches us nothing of the tenant: the same invoice, looked at ten times, would count tenfold.
    """
    found = desk.autotask.invoices_by_id([autotask_id])
    if not found:
        return problem("not_found", f"Autotask has no invoice {autotask_id}.")
    judge = Judge(desk, desk.lists(), found, lines_of(desk, found), learns=False)
    judged = judge.judge(found[0], None)
    code, message = describe(judged.verdict)
    verdict = {"outcome": _outcome(judged.verdict), "code": code, "message": message}
    try:
        readings.keep(desk.connection.id, judged, verdict, reading_of(desk))
    except UnstorableError as error:
        return problem("conflict", f"Autotask sends it, but it cannot be kept. {error}")
    return done(verdict=verdict, message=f"Invoice {autotask_id} was read from Autotask.")


def _outcome(verdict: Verdict) -> str:
    """What would become of it: hold, skip, stop, or it would come in."""
    match verdict:
        case Held():
            return "hold"
        case Skipped():
            return "skip"
        case Stopped():
            return "stop"
    return "come_in"
