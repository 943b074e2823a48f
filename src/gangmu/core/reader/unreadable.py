"""The reader's refusal, apart from what raises it."""

from gangmu.core.refusal import Refusal


class Unreadable(Refusal):
    """A document that cannot be read; its text is one sentence saying what is wrong and what to do."""
