"""What a seed draws: the trade, the size, how rough the day is and which faults it has."""

from dataclasses import dataclass, field, replace
from random import Random

from core.domain.call_account import Limits
from core.domain.xero_document import DocumentKind
from tests.simulation.autotask.faults import INVOICE_FAULTS
from tests.simulation.xero.faults import READ_FAULTS, TOKEN_FAULTS, WRITE_FAULTS

MINUTE = 60_000
XERO_LIMITS = Limits(in_flight=5, per_minute=58, per_day=4_990)
SALES = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
# What a bookkeeper does to a document.
DEEDS = ("edit", "pay", "void", "delete", "approve")
_TRADES: tuple[tuple[tuple[DocumentKind, ...], str], ...] = (
    (SALES, "number"),
    (SALES, "number"),
    (SALES, "id"),
    (SALES, "xero"),
    (SALES, "xero"),
    ((DocumentKind.BILL,), "number"),
    ((DocumentKind.BILL,), "number"),
    ((DocumentKind.PURCHASE_ORDER,), "number"),
    ((DocumentKind.PURCHASE_ORDER,), "xero"),
)
# Of the worlds with sales.
_INGESTING = 0.3
_ALL_FAULTS = tuple(dict.fromkeys((*WRITE_FAULTS, *READ_FAULTS, *TOKEN_FAULTS)))


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about a world that is decided before it begins; rates are per effect or call."""

    kinds: tuple[DocumentKind, ...] = SALES
    numbering: str = "number"
    status: str = "AUTHORISED"
    documents: int = 3
    later_documents: int = 0
    companies: int = 2
    are_namesakes: bool = False
    instances: int = 1
    batch_size: int = 50
    in_flight: int = 1
    day_ms: int = 2 * MINUTE
    crash_rate: float = 0.0
    freeze_rate: float = 0.0
    fault_rate: float = 0.0
    faults: frozenset[str] = field(default_factory=frozenset)
    people_ms: int = 0
    bookkeeper_ms: int = 0
    bookkeeper_deeds: tuple[str, ...] = (*DEEDS, *DEEDS, "take a number", "archive or merge")
    autotask_ms: int = 0
    renumbered: float = 0.15
    voided: float = 0.1
    outage_ms: int = 0
    skew_seconds: int = 0
    bells_lost: float = 0.0
    is_slow: bool = False
    # How the parts of Xero behave of which nobody knows.
    sees_running: bool = True
    keeps_errors: bool = True
    is_strict: bool = False
    is_rolling: bool = False
    follows_merges: bool = True
    may_approve: bool = True
    # Small limits make small worlds reach them.
    limits: Limits = XERO_LIMITS
    a_minute: int = 60
    at_once: int = 5
    day_left: int = 5_000
    day_ends_ms: int = 24 * 60 * MINUTE
    has_other_service: bool = False
    # How many instances read the real way from Autotask; 0: a model of ingestion stores documents.
    ingesters: int = 0
    page_size: int = 3
    # After how many found invoices a look sets a mark (core/domain/poll_window.py).
    part: int = 350
    overlap_minutes: int = 15
    poll_seconds: int = 10
    is_by_day: bool = False
    is_gross: bool = False
    # Which share of headers, numbers and lines shows up late, and of rows is damaged.
    late_share: float = 0.3
    damaged_share: float = 0.05
    voided_in_autotask: float = 0.4
    autotask_fault_rate: float = 0.0
    autotask_faults: frozenset[str] = field(default_factory=frozenset)
    # A death at exactly this effect (0: at none), and this fault at exactly this call.
    crash_at: int | None = None
    fault_at: tuple[int, str] | None = None
    # How often another tool marks an invoice as exported, and a company changes (0: never; that
    # option is off then). Not shown, because what a plan shows seeds what people do in its world.
    exports_ms: int = field(default=0, repr=False)
    companies_ms: int = field(default=0, repr=False)


def draw(random: Random) -> Plan:
    """The plan of a seed."""
    kinds, numbering = random.choice(_TRADES)
    plan = Plan(
        kinds=kinds,
        numbering=numbering,
        status=random.choice(["AUTHORISED", "AUTHORISED", "DRAFT"]),
        documents=random.randint(2, 7),
        later_documents=random.choice([0, 2, 4, 8]),
        companies=random.randint(1, 4),
        are_namesakes=random.random() < 0.15,
        instances=random.choice([1, 2, 2, 3]),
        batch_size=random.choice([1, 2, 3, 50]),
        in_flight=random.choice([1, 2, 4]),
        day_ms=random.choice([1, 2, 4]) * MINUTE,
        crash_rate=random.choice([0.0, 0.004, 0.02, 0.06]),
        freeze_rate=random.choice([0.0, 0.0, 0.005, 0.02]),
        fault_rate=random.choice([0.0, 0.15, 0.4, 0.7]),
        faults=frozenset(random.sample(_ALL_FAULTS, random.choice([2, 5, len(_ALL_FAULTS)]))),
        people_ms=random.choice([0, 30_000, 8_000]),
        bookkeeper_ms=random.choice([0, 0, 40_000, 12_000]),
        autotask_ms=random.choice([0, 0, 30_000, 10_000]),
        outage_ms=random.choice([0, 0, 0, 30_000, 4 * MINUTE]),
        skew_seconds=random.choice([0, 0, 3, 600]),
        bells_lost=random.choice([0.0, 0.2, 1.0]),
        is_slow=random.random() < 0.2,
    )
    plan = _unknowns(_tight(plan, random), random)
    is_ingesting = plan.kinds == SALES and random.random() < _INGESTING
    return _ingesting(plan, random) if is_ingesting else plan


def with_more(plan: Plan, seed: int) -> Plan:
    """What was drawn by none of the first worlds; from a source of its own, so that they stay."""
    random = Random(f"more {seed}")
    marks, changes = random.random() < 0.4, random.random() < 0.25
    return replace(
        plan,
        exports_ms=random.choice([8_000, 25_000]) if marks and plan.ingesters else 0,
        companies_ms=random.choice([10_000, 30_000]) if changes else 0,
    )


def _ingesting(plan: Plan, random: Random) -> Plan:
    """The real ingestion instead of its model; drawn last, so that other worlds stay as they are."""
    names = random.sample(INVOICE_FAULTS, random.choice([2, 4, len(INVOICE_FAULTS)]))
    return replace(
        plan,
        ingesters=random.choice([1, 2, 2]),
        page_size=random.choice([2, 3, 5, 500]),
        part=random.choice([2, 3, 350]),
        overlap_minutes=random.choice([1, 2, 15]),
        poll_seconds=random.choice([10, 20, 40]),
        is_by_day=random.random() < 0.3,
        is_gross=random.random() < 0.5,
        late_share=random.choice([0.0, 0.2, 0.5]),
        damaged_share=random.choice([0.0, 0.1]),
        autotask_ms=random.choice([0, 20_000, 8_000]),
        autotask_fault_rate=random.choice([0.0, 0.1, 0.3]),
        autotask_faults=frozenset(names),
    )


def _unknowns(plan: Plan, random: Random) -> Plan:
    return replace(
        plan,
        sees_running=random.random() < 0.5,
        keeps_errors=random.random() < 0.5,
        is_strict=random.random() < 0.5,
        is_rolling=random.random() < 0.5,
        follows_merges=random.random() < 0.5,
        may_approve=random.random() < 0.9,
    )


def _tight(plan: Plan, random: Random) -> Plan:
    """Every fourth world has limits that it reaches."""
    kind = random.random()
    if kind >= 0.3:
        return plan
    if kind >= 0.25:
        # The day's calls are nearly used up, and a new day begins within the hours that follow.
        left, ends_ms = random.randint(31, 60), random.randint(5, 90) * MINUTE
        return replace(plan, day_left=left, day_ends_ms=ends_ms)
    a_minute = random.choice([6, 8, 12])
    at_once = random.choice([2, 3])
    return replace(
        plan,
        limits=Limits(in_flight=at_once, per_minute=a_minute - 2, per_day=4_990),
        has_other_service=random.random() < 0.5,
        a_minute=a_minute,
        at_once=at_once,
        batch_size=random.choice([1, 2]),
        in_flight=4,
    )
