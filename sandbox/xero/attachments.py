"""`/{resource}/{id}/Attachments`: files beside a record; the same name replaces."""

import re
from base64 import b64decode, b64encode
from typing import Any
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
        self._check(owner.id, rest, sent.body)
        shown = self._kept(sent, owner, rest)
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

    def _check(self, owner_id: str, name: str, body: bytes) -> None:
        files = self._books.store.find(FILES, "owner", owner_id)
        problem = ""
        if _FORBIDDEN.search(name):
            problem = "The file name contains invalid characters."
        elif not body or len(body) > _LARGEST:
            problem = "The file is empty or larger than 10 MB."
        elif len(files) >= _MOST and all(row["shown"]["FileName"] != name for row in files):
            problem = "A maximum of 10 files can be attached."
        if problem:
            error = [{"Message": problem}]
            raise ValidationFailedError([{"FileName": name, "ValidationErrors": error}])

    def _kept(self, sent: Sent, owner: Owner, name: str) -> Record:
        old = [
            row
            for row in self._books.store.find(FILES, "owner", owner.id)
            if row["shown"]["FileName"] == name
        ]
        attachment_id: Any = old[0]["shown"]["AttachmentID"] if old else fresh_id()
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
        self._books.store.put(FILES, str(attachment_id), row)
        return shown
