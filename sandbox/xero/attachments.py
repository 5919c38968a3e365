"""`/{resource}/{id}/Attachments`: files beside a record; the same name replaces.

That is what Xero's page says; a user of its .NET library saw a second file of the same name (issue 52
there), hence a switch.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from urllib.parse import quote

from werkzeug.wrappers import Response

from sandbox.xero.books import FILES, Books, Record, fresh_id
from sandbox.xero.envelope import Envelope
from sandbox.xero.owners import Owner
from sandbox.xero.refusals import (
    NotFoundError,
    NotImplementedHereError,
    ValidationFailedError,
)
from sandbox.xero.resource import Sent

# The attachments page says 10 MB, which is the cap of every call too.
_LARGEST = 10 * 1024 * 1024
_MOST = 10
_FORBIDDEN = re.compile('[<>:"/\\\\|?*\0+]')
_WITH_ONLINE = ("ACCREC", "ACCRECCREDIT")


def all_files(books: Books) -> list[Record]:
    """Every file as it is shown, with whose it is and what would tell its content from another."""
    return [
        {
            **row["shown"],
            "OwnerID": row["owner"],
            "SHA256": sha256(b64decode(row["content"])).hexdigest(),
        }
        for row in books.store.all(FILES)
    ]


class Attachments:
    """The files of any record."""

    def __init__(self, books: Books, envelope: Envelope) -> None:
        self._books = books
        self._envelope = envelope

    def answer(self, sent: Sent, method: str, owner: Owner, rest: str) -> Response:
        """GET lists or gives a file, PUT and POST take one."""
        if method == "GET":
            return self._given(owner.id, rest)
        if method not in ("PUT", "POST") or not rest:
            raise NotImplementedHereError
        old = self._replaced(sent, method, owner.id, rest)
        self._check(owner.id, rest, sent.body, is_new=old is None)
        shown = self._kept(sent, owner, rest, old)
        self._books.store.put(owner.entity, owner.id, {**owner.record, "HasAttachments": True})
        return self._envelope.answer("Attachments", [shown])

    def _given(self, owner_id: str, rest: str) -> Response:
        files = self._books.store.find(FILES, "owner", owner_id)
        if not rest:
            return self._envelope.answer("Attachments", [row["shown"] for row in files])
        for row in files:
            if rest in (row["shown"]["FileName"], row["shown"]["AttachmentID"]):
                return Response(
                    b64decode(row["content"]), content_type=str(row["shown"]["MimeType"])
                )
        raise NotFoundError

    def _replaced(self, sent: Sent, method: str, owner_id: str, name: str) -> str | None:
        """The id of the file whose place this one takes."""
        if method == "PUT" and sent.switch("repeated_file_name") == "beside":
            return None
        files = self._books.store.find(FILES, "owner", owner_id)
        same = (row["shown"] for row in files if row["shown"]["FileName"] == name)
        return next((str(shown["AttachmentID"]) for shown in same), None)

    def _check(self, owner_id: str, name: str, body: bytes, *, is_new: bool) -> None:
        problem = ""
        if _FORBIDDEN.search(name):
            problem = "The file name contains invalid characters."
        elif not body or len(body) > _LARGEST:
            problem = "The file is empty or larger than 10 MB."
        elif is_new and len(self._books.store.find(FILES, "owner", owner_id)) >= _MOST:
            problem = "A maximum of 10 files can be attached."
        if problem:
            error = [{"Message": problem}]
            raise ValidationFailedError([{"FileName": name, "ValidationErrors": error}])

    def _kept(self, sent: Sent, owner: Owner, name: str, old: str | None) -> Record:
        attachment_id = old or fresh_id()
        online = sent.flag("IncludeOnline") and owner.record.get("Type") in _WITH_ONLINE
        shown: Record = {
            "AttachmentID": attachment_id,
            "FileName": name,
            "Url": f"https://api.xero.com/api.xro/2.0/{owner.entity}/{owner.id}"
            f"/Attachments/{quote(name)}",
            "MimeType": sent.headers.get("Content-Type", "application/octet-stream"),
            "ContentLength": len(sent.body),
            **({"IncludeOnline": True} if online else {}),
        }
        content = b64encode(sent.body).decode()
        row = {"owner": owner.id, "shown": shown, "content": content}
        self._books.store.put(FILES, attachment_id, row)
        return shown
