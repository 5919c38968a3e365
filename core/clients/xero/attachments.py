"""Files beside a document in Xero (accounting API, "Attachments").

Xero's page says that a file takes the place of one with its name; it was also seen beside it. A POST
is the call that changes a file by its name, so whoever knows that one is there uses that.
"""

from dataclasses import dataclass, field
from urllib.parse import quote

from core.clients.xero.answers import broken
from core.clients.xero.door import XeroDoor
from core.clients.xero.fields import Element
from core.clients.xero.payloads import path_of
from core.domain.xero_document import DocumentKind


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that Xero has."""

    xero_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way, with the idempotency key under which it goes."""

    name: str
    content: bytes = field(repr=False)
    content_type: str
    key: str


class XeroAttachments:
    """The files of one organisation's documents."""

    def __init__(self, door: XeroDoor) -> None:
        self._door = door

    def of(self, kind: DocumentKind, document_id: str) -> list[AttachedFile]:
        """What is attached to a document."""
        return [_read(row) for row in self._door.rows(_path(kind, document_id), key="Attachments")]

    def put(
        self, kind: DocumentKind, document_id: str, upload: Upload, *, replaces: bool
    ) -> AttachedFile:
        """Send a file once; `replaces` when one of its name is there.

        It is for those who can see the document in Xero only: IncludeOnline would show it to the
        customer. Raises what `XeroClient.send` raises; after OutcomeUnknownError look at the list.
        """
        request, answer = self._door.upload(
            "POST" if replaces else "PUT",
            f"{_path(kind, document_id)}/{quote(upload.name, safe='')}",
            upload.content,
            upload.content_type,
            upload.key,
        )
        files = [_read(row) for row in answer.elements("Attachments")]
        for file in files:
            if (file.name, file.size) == (upload.name, len(upload.content)):
                return file
        raise broken(request, "Xero's answer does not name the file that was sent.")


def _path(kind: DocumentKind, document_id: str) -> str:
    return f"{path_of(kind)}/{quote(document_id, safe='')}/Attachments"


def _read(row: Element) -> AttachedFile:
    size = row.text("ContentLength")
    return AttachedFile(
        xero_id=row.text("AttachmentID"),
        name=row.text("FileName"),
        size=int(size) if size.isdecimal() else -1,
    )
