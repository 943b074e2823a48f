"""The ledger of all registers: chains of entries, seals over them, and their verification."""

from .sealing import anchor, seal
from .verification import Report, verify

__all__ = ["Report", "anchor", "seal", "verify"]
