"""The user-defined fields of the tenant, as Autotask lists their definitions."""

from typing import Final

from sandbox.world.model import Record
from sandbox.world.parties import CONTACT_FIELD, NO_SYNC_FIELD, ORGANISATION_FIELD
from sandbox.world.people import ROLE_FIELD

_COMPANY: Final = 1
_CONTACT: Final = 2
_TEXT: Final = 1
_FIRST_ID: Final = 29682901
_FIELDS: Final = (
    (CONTACT_FIELD, _COMPANY),
    (NO_SYNC_FIELD, _COMPANY),
    (ORGANISATION_FIELD, _COMPANY),
    (ROLE_FIELD, _CONTACT),
)


def definitions() -> list[Record]:
    return [
        {
            "id": _FIRST_ID + index,
            "createDate": "2019-02-11T22:40:18.553Z",
            "dataType": _TEXT,
            "description": "",
            "displayFormat": 1,
            "isActive": True,
            "isEncrypted": False,
            "isFieldMapping": False,
            "isPrivate": False,
            "isProtected": False,
            "isRequired": False,
            "isVisibleToClientPortal": False,
            "name": name,
            "sortOrder": index,
            "udfType": kind,
        }
        for index, (name, kind) in enumerate(_FIELDS)
    ]
