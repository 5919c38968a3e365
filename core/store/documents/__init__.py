"""Shapes and indexes of every collection; private to the store.

Money is Decimal128. Instants are UTC and end in `_at`; calendar days are ISO strings, end in `_on`
and never shift zone. `_id` of a business document is `{connection}/{autotask id}`, so that storing
the same invoice twice is impossible.
"""

from mongoengine import Document

from core.store.documents.business import (
    InvoiceDocument,
    PaymentDocument,
    PurchaseOrderDocument,
)
from core.store.documents.connection import (
    CheckpointDocument,
    ConnectionDocument,
    ReferenceDocument,
    RouteDocument,
)
from core.store.documents.figures import (
    ClientDocument,
    FigureMarksDocument,
    MappingUseDocument,
    MonthFiguresDocument,
)
from core.store.documents.findings import (
    ContactReportDocument,
    ContactReportRowDocument,
    PreflightDocument,
    PreflightRowDocument,
    ReadingDocument,
    UnknownRefusalDocument,
)
from core.store.documents.jobs import (
    BulkActionDocument,
    ExportDocument,
    ExportPartDocument,
)
from core.store.documents.options import (
    SettingChangeDocument,
    SettingDraftDocument,
)
from core.store.documents.papers import PaperDocument
from core.store.documents.people import (
    ApiTokenDocument,
    SavedViewDocument,
    UserDocument,
)
from core.store.documents.posting import (
    BatchDocument,
    BudgetDocument,
    ContactLinkDocument,
    LeaseDocument,
    TokenSetDocument,
)
from core.store.documents.trail import (
    AuditEventDocument,
    LogEntryDocument,
    SyncRunDocument,
)

ALL_DOCUMENTS: tuple[type[Document], ...] = (
    ConnectionDocument,
    InvoiceDocument,
    PurchaseOrderDocument,
    PaymentDocument,
    BatchDocument,
    ContactLinkDocument,
    ReferenceDocument,
    RouteDocument,
    LeaseDocument,
    BudgetDocument,
    TokenSetDocument,
    CheckpointDocument,
    LogEntryDocument,
    SyncRunDocument,
    UserDocument,
    ApiTokenDocument,
    AuditEventDocument,
    UnknownRefusalDocument,
    PreflightDocument,
    PreflightRowDocument,
    PaperDocument,
    ReadingDocument,
    ContactReportDocument,
    ContactReportRowDocument,
    ClientDocument,
    MonthFiguresDocument,
    FigureMarksDocument,
    MappingUseDocument,
    BulkActionDocument,
    ExportDocument,
    ExportPartDocument,
    SavedViewDocument,
    SettingDraftDocument,
    SettingChangeDocument,
)

__all__ = [
    "ALL_DOCUMENTS",
    "ApiTokenDocument",
    "AuditEventDocument",
    "BatchDocument",
    "BudgetDocument",
    "BulkActionDocument",
    "CheckpointDocument",
    "ClientDocument",
    "ConnectionDocument",
    "ContactLinkDocument",
    "ContactReportDocument",
    "ContactReportRowDocument",
    "ExportDocument",
    "ExportPartDocument",
    "FigureMarksDocument",
    "InvoiceDocument",
    "LeaseDocument",
    "LogEntryDocument",
    "MappingUseDocument",
    "MonthFiguresDocument",
    "PaperDocument",
    "PaymentDocument",
    "PreflightDocument",
    "PreflightRowDocument",
    "PurchaseOrderDocument",
    "ReadingDocument",
    "ReferenceDocument",
    "RouteDocument",
    "SavedViewDocument",
    "SettingChangeDocument",
    "SettingDraftDocument",
    "SyncRunDocument",
    "TokenSetDocument",
    "UnknownRefusalDocument",
    "UserDocument",
]
