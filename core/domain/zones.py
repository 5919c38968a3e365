"""Xero's names of time zones, and the zone in which a connection's times are shown.

Xero spells Windows' names in capitals without blanks (Organisation, field Timezone).
"""

from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_PLACES = {
    "NEWZEALANDSTANDARDTIME": "Pacific/Auckland",
    "FIJISTANDARDTIME": "Pacific/Fiji",
    "AUSEASTERNSTANDARDTIME": "Australia/Sydney",
    "EAUSTRALIASTANDARDTIME": "Australia/Brisbane",
    "TASMANIASTANDARDTIME": "Australia/Hobart",
    "CENAUSTRALIASTANDARDTIME": "Australia/Adelaide",
    "AUSCENTRALSTANDARDTIME": "Australia/Darwin",
    "WAUSTRALIASTANDARDTIME": "Australia/Perth",
    "SINGAPORESTANDARDTIME": "Asia/Singapore",
    "CHINASTANDARDTIME": "Asia/Shanghai",
    "TOKYOSTANDARDTIME": "Asia/Tokyo",
    "INDIASTANDARDTIME": "Asia/Kolkata",
    "ARABIANSTANDARDTIME": "Asia/Dubai",
    "SOUTHAFRICASTANDARDTIME": "Africa/Johannesburg",
    "GMTSTANDARDTIME": "Europe/London",
    "WEUROPESTANDARDTIME": "Europe/Berlin",
    "ROMANCESTANDARDTIME": "Europe/Paris",
    "CENTRALEUROPESTANDARDTIME": "Europe/Budapest",
    "EASTERNSTANDARDTIME": "America/New_York",
    "CENTRALSTANDARDTIME": "America/Chicago",
    "MOUNTAINSTANDARDTIME": "America/Denver",
    "PACIFICSTANDARDTIME": "America/Los_Angeles",
    "ATLANTICSTANDARDTIME": "America/Halifax",
    "HAWAIIANSTANDARDTIME": "Pacific/Honolulu",
    "UTC": "UTC",
}


@cache
def zone_of(xero_name: str) -> tzinfo:
    """UTC for a name that we do not know: wrong by nothing, only less convenient."""
    try:
        return ZoneInfo(_PLACES.get(xero_name.upper(), xero_name or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def place_of(zone: tzinfo) -> str:
    """ "Auckland", "UTC"."""
    return str(zone).rpartition("/")[2].replace("_", " ")
