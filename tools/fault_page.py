"""Writes docs/faults.md from the catalogue: `python -m tools.fault_page`.

A test fails when the page and the catalogue say different things.
"""

import string
import sys
from pathlib import Path

from core.domain.faults import CATALOGUE, FaultKind, Shown
from core.domain.faults.missing_lines import CAUSES

PAGE = Path(__file__).resolve().parent.parent / "docs/faults.md"

_OPENING = """\
# Causes

Generated from `core/domain/faults` by `python -m tools.fault_page`. Every cause has one code, the same in
the store, the log, the JSON API (`fault.code`, `?cause=`) and the metrics. The angle brackets stand for the
values of the record. A text of Xero's that nobody knew yet becomes `XERO_REFUSED`, is shown unchanged and is
counted: `counterfoil_unknown_refusals_total` and `GET /api/v1/connections/{c}/unknown-refusals`.

**Retry** says whether sending the same thing again, with nothing changed, may succeed.
"""
_CHAPTERS = {
    Shown.FAULT: ("Faults", "They stop a record until somebody mends the cause or skips it."),
    Shown.HOLD: ("Holds", "They let a record wait; it goes on by itself."),
    Shown.STATE: ("States of a connection", "No record stops for them, no attempt is used up."),
    Shown.NOTICE: ("Notices", "Something to know about a record that is not stuck."),
}


def fault_page() -> str:
    """The whole page."""
    chapters = []
    for shown, (title, text) in _CHAPTERS.items():
        kinds = sorted(
            (kind for kind in CATALOGUE.values() if kind.shown is shown), key=lambda kind: kind.code
        )
        rows = "\n".join(_row(kind) for kind in kinds)
        head = "| Code | Side | Retry | What it says | What to do |\n|---|---|---|---|---|"
        chapters.append(f"## {title}\n\n{text}\n\n{head}\n{rows}\n")
    return "\n".join([_OPENING, *chapters, _missing_lines()])


def _missing_lines() -> str:
    """The only fault whose text is chosen among several, by what else Autotask has shown us."""
    rows = "\n".join(f"| {each.likely} | {each.remedy} |" for each in CAUSES.values())
    head = "| Most likely ... | What to do, then resync |\n|---|---|"
    return f"## `NO_LINES`: why lines may be missing\n\n{head}\n{rows}\n"


def _row(kind: FaultKind) -> str:
    said = f"**{_plain(kind.title)}.** {_plain(kind.message)}"
    helps = "helps" if kind.retry_helps else "no"
    return f"| `{kind.code}` | {kind.side} | {helps} | {said} | {_plain(kind.next_step)} |"


def _plain(template: str) -> str:
    parts = string.Formatter().parse(template)
    text = "".join(f"{said}‹{name}›" if name else said for said, name, _, _ in parts)
    return text.replace("|", "\\|")


def main() -> int:
    PAGE.write_text(fault_page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
