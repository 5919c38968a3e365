"""The posting actor's preview of a record, in the gateway's own form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.store.views.record import DecisionRow
from core.store.views.rows import FaultRow


@dataclass(frozen=True, slots=True)
class Preview:
    """`payload` is the exact body, None when nothing would be sent."""

    outcome: str
    message: str
    payload: str | None
    decisions: tuple[DecisionRow, ...]
    warnings: tuple[str, ...]
    hold_code: str | None
    fault: FaultRow | None
    new_contact: str | None


def read_preview(answer: Mapping[str, Any]) -> Preview:
    fault = answer.get("fault")
    return Preview(
        outcome=str(answer.get("outcome") or ""),
        message=str(answer.get("message") or ""),
        payload=answer.get("payload"),
        decisions=tuple(
            DecisionRow(each["subject"], each["value"], each["reason"], each.get("line"))
            for each in answer.get("decisions") or ()
        ),
        warnings=tuple(str(each) for each in answer.get("warnings") or ()),
        hold_code=answer.get("hold_code"),
        fault=_fault(fault) if fault else None,
        new_contact=answer.get("new_contact"),
    )


def _fault(fault: Mapping[str, Any]) -> FaultRow:
    return FaultRow(
        code=fault["code"],
        side=fault["side"],
        title=fault["title"],
        message=fault["message"],
        next_step=fault["next_step"],
        link=fault.get("link") or "",
        vendor_text=fault.get("vendor_text") or "",
        retry_helps=bool(fault.get("retry_helps")),
    )
