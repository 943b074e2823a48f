"""A sentence as it is read: white space out, full-width digits narrowed, quotations masked, places kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gangmu.core.commitments.model import Mention

MASK = "□"
_FULL_WIDTH = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９．％，", "0123456789.%，", strict=True)}
_FULL_WIDTH |= {code: chr(code - 0xFEE0) for code in range(ord("Ａ"), ord("Ｚ") + 1)}
_FULL_WIDTH |= {code: chr(code - 0xFEE0) for code in range(ord("ａ"), ord("ｚ") + 1)}
_FULL_WIDTH |= {
    ord("／"): "/",
    ord("＋"): "+",
    ord("～"): "～",
    ord("＞"): ">",
    ord("＜"): "<",
    ord("‘"): "“",
    ord("’"): "”",
}
_COMMA = re.compile(r"(?<![0-9]),|,(?![0-9])")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)|「[^」]*」|【[^】]*】")


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence: `text` without white space, `masked` with quotations and brackets blotted out, same length."""

    text: str
    masked: str
    offsets: tuple[int, ...]
    source: str

    @classmethod
    def of(cls, document_text: str, start: int, end: int) -> Reading:
        """The reading of a stretch of a document."""
        kept = [at for at in range(start, end) if not document_text[at].isspace()]
        text = "".join(document_text[at] for at in kept).translate(_FULL_WIDTH)
        text = _COMMA.sub("，", text)
        masked = _QUOTED.sub(lambda found: MASK * len(found.group()), text)
        return cls(text, masked, tuple(kept), document_text)

    def start(self, at: int) -> int:
        """Offset in the document of a character of the reading."""
        return self.offsets[at]

    def end(self, at: int) -> int:
        """Offset in the document after the last character before `at`."""
        return self.offsets[at - 1] + 1

    def mention(self, start: int, end: int) -> Mention:
        """The stretch as it stands in the document."""
        first, last = self.start(start), self.end(end)
        return Mention(self.source[first:last], first, last)
