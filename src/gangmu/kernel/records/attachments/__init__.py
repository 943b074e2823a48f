"""Files that belong to records: attached, kept, and opened for those who may see the record."""

from .services import attach, attachments_of, open_attachment

__all__ = ["attach", "attachments_of", "open_attachment"]
