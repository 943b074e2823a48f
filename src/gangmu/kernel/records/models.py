"""Tables of records: what Django finds here is defined beside its subject."""

from .attachments.models import Attachment
from .findings import Finding
from .ledger.models import LedgerEntry, Seal
from .outbox import OutboxEvent
from .record import Origin, Participant, Record, RecordQuerySet, code_field
from .tables.models import ImportReceipt

__all__ = [
    "Attachment",
    "Finding",
    "ImportReceipt",
    "LedgerEntry",
    "Origin",
    "OutboxEvent",
    "Participant",
    "Record",
    "RecordQuerySet",
    "Seal",
    "code_field",
]
