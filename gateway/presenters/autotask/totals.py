"""How Autotask's invoice total is read: net or gross, by option or by what its invoices show."""

from dataclasses import dataclass

from core.domain.setting_choices import HeaderTotal
from core.store.views.autotask import AutotaskSide
from gateway.presenters.document_rows import Lens

FLIPPED = "TOTALS_FLIPPED"
_WORDS = {"net": "Net of tax", "gross": "With tax"}


@dataclass(frozen=True, slots=True)
class TotalsView:
    """`alarm` is what speaks against the reading; empty if nothing does."""

    word: str
    text: str
    alarm: str


def totals_view(side: AutotaskSide, through: Lens) -> TotalsView:
    alarm = next((each.message for each in through.connection.warnings if each.code == FLIPPED), "")
    chosen = side.own_options.header_total
    if chosen is not HeaderTotal.DETECT:
        return TotalsView(_WORDS[chosen.value], "By the option header_total.", alarm)
    seen = str(side.look.state.get("totals") or "")
    if seen in _WORDS:
        return TotalsView(_WORDS[seen], "Detected from Autotask’s invoices.", alarm)
    return TotalsView(
        "Not known yet",
        "No invoice with tax has shown it so far; until then both readings are accepted.",
        alarm,
    )
