"""Query strings become filters; an odd value is refused with a sentence, an unknown name ignored."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from core.domain.status import Status
from core.store.views.documents import DEFAULT_ORDER, ORDERS
from core.store.views.logs import LEVELS, LogFilter
from core.store.views.search import DocumentFilter
from gateway.problems import CommandRefusedError

Arguments = MultiDict[str, str]
# What a list's query string may say of what it shows; where one has paged to is no part of it.
_KEPT = ("q", "status", "cause", "currency", "from", "to", "removed", "all", "sort")
_LONGEST_TEXT = 200
_LARGEST_ID = 2**63 - 1
_CURRENCY_LETTERS = 3


def document_filter(arguments: Arguments) -> DocumentFilter:
    return DocumentFilter(
        text=text_of(arguments, "q"),
        statuses=tuple(dict.fromkeys(_status(word) for word in _words(arguments, "status"))),
        cause=text_of(arguments, "cause"),
        first_on=_day(arguments, "from"),
        last_on=_day(arguments, "to"),
        currency=_currency(arguments),
        removed=_is_set(arguments, "removed"),
        is_deep=_is_set(arguments, "all"),
    )


def kept_query(arguments: Arguments) -> str:
    """The query string of a list without what is by default, unknown, or only of the moment."""
    wanted = document_filter(arguments)
    kept = [(name, value) for name in _KEPT for value in _kept_values(name, arguments, wanted)]
    return urlencode(kept)


def _kept_values(name: str, arguments: Arguments, wanted: DocumentFilter) -> list[str]:
    """Only what was looked at: each status once, and the first value of everything else."""
    if name == "status":
        return [status.value for status in wanted.statuses]
    value = (arguments.get(name) or "").strip()
    is_usual = name == "sort" and order_of(arguments) == DEFAULT_ORDER
    return [value] if value and not is_usual else []


def arguments_of(query: str) -> Arguments:
    """A query string as the arguments that it would arrive as."""
    return MultiDict(parse_qsl(query.removeprefix("?")))


def order_of(arguments: Arguments) -> str:
    order = arguments.get("sort") or DEFAULT_ORDER
    if order not in ORDERS:
        raise refuse("sort", order, "a column such as -updated, id or total")
    return order


def log_filter(arguments: Arguments, zone: tzinfo) -> LogFilter:
    """Days are days of `zone`; `to` includes its whole day."""
    levels = tuple(_words(arguments, "level"))
    for level in levels:
        if level not in LEVELS:
            raise refuse("level", level, "info, warning or error")
    return LogFilter(
        autotask_id=_number(arguments, "autotask_id"),
        from_at=_instant(arguments, "from", zone, end=False),
        before_at=_instant(arguments, "to", zone, end=True),
        levels=levels,
        text=text_of(arguments, "q"),
        run_id=text_of(arguments, "run"),
    )


def text_of(arguments: Arguments, name: str) -> str:
    text = (arguments.get(name) or "").strip()
    if len(text) > _LONGEST_TEXT or "\x00" in text:
        raise refuse(name, text[:40], f"at most {_LONGEST_TEXT} characters")
    return text


def choice(arguments: Arguments, name: str, allowed: tuple[str, ...]) -> str:
    """One of a few words, the first one by default."""
    word = arguments.get(name) or allowed[0]
    if word not in allowed:
        raise refuse(name, word, " or ".join(allowed))
    return word


def refuse(name: str, value: str, wanted: str) -> CommandRefusedError:
    return CommandRefusedError("invalid", f"“{value}” does not fit “{name}”: it takes {wanted}.")


def _words(arguments: Arguments, name: str) -> list[str]:
    """`?status=a&status=b` and `?status=a,b` are the same."""
    return [
        word.strip()
        for given in arguments.getlist(name)
        for word in given.split(",")
        if word.strip()
    ]


def _status(word: str) -> Status:
    try:
        return Status(word)
    except ValueError:
        raise refuse("status", word, ", ".join(Status)) from None


def _currency(arguments: Arguments) -> str:
    given = text_of(arguments, "currency").upper()
    if given and not (len(given) == _CURRENCY_LETTERS and given.isascii() and given.isalpha()):
        raise refuse("currency", given[:40], "a code such as NZD")
    return given


def _is_set(arguments: Arguments, name: str) -> bool:
    return choice(arguments, name, ("0", "1")) == "1"


def _day(arguments: Arguments, name: str) -> str:
    given = (arguments.get(name) or "").strip()
    if not given:
        return ""
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        raise refuse(name, given, "a day such as 2026-11-22") from None


def is_id(given: str) -> bool:
    """Tell whether a text can be an Autotask id: plain digits, and no more than a long holds."""
    is_short = len(given) <= len(str(_LARGEST_ID))
    return is_short and given.isascii() and given.isdigit() and int(given) <= _LARGEST_ID


def _number(arguments: Arguments, name: str) -> int | None:
    given = (arguments.get(name) or "").strip()
    if not given:
        return None
    if not is_id(given):
        raise refuse(name, given[:40], "a number")
    return int(given)


def _instant(arguments: Arguments, name: str, zone: tzinfo, *, end: bool) -> datetime | None:
    given = (arguments.get(name) or "").strip()
    if not given:
        return None
    try:
        if len(given) == len("2026-11-22"):
            day = date.fromisoformat(given) + timedelta(days=1 if end else 0)
            return datetime.combine(day, time(), zone).astimezone(UTC)
        # A plus sign that came unescaped in a query string arrives as a blank.
        at = datetime.fromisoformat(given.replace(" ", "+"))
        at = (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(UTC)
        # Storage keeps milliseconds, so the instant itself is the last one included.
        return at + timedelta(milliseconds=1) if end else at
    except (ValueError, OverflowError):
        raise refuse(name, given[:40], "a day or an instant such as 2026-11-22T14:05:00Z") from None
