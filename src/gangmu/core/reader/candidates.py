"""All candidate segments of a document, from which the decoder chooses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gangmu.core.reader.boxes import BoxDraft, propose
from gangmu.core.reader.decode import Role, Segment
from gangmu.core.reader.evidence import Evidence
from gangmu.core.reader.habits import Habits, has_lead, learn, parallel
from gangmu.core.reader.lines import Line
from gangmu.core.reader.numbering import number_of
from gangmu.core.reader.table import Table
from gangmu.core.reader.unwrap import is_contents

_FRONT = re.compile(
    r"^[（(]\s*20\d\d.{3,12}[）)]$|（.{2,12}稿）|\(.{2,12}稿\)|[一二三四五六七八九〇○零０0-9]{4}年.{1,6}月|.{2,20}(?:人民政府|委员会|办公室|部|局)$|^国\s*务\s*院$"
)
_BARE_CONTENTS = re.compile(r"目\s*[录次]|目|录|CONTENTS")
_PAGE_END = re.compile(r"[\s\d]+$")


class Candidates:
    """Candidates of one document, line by line."""

    def __init__(self, lines: Sequence[Line], tables: Sequence[Table], titles: set[int]) -> None:
        self.lines = lines
        self.titles = titles
        self.tables = {table.start: table for table in tables}
        self.contents = _contents(lines)
        self.cover = next((at for at, line in enumerate(lines) if len(line.text) > 60 or number_of(line.text)), 0)
        claimed = {at for table in tables for at in range(table.start, table.end)}
        claimed |= {at for start, end in self.contents.items() for at in range(start, end)}
        rough = Evidence(lines, Habits())
        for at, line in enumerate(lines):
            if line.text.startswith("专栏"):
                drafts = propose(lines, at, self.tables, rough.body, lambda _: 0.0, lambda i: lines[i].bookmarks > 1)
                chained = [draft for draft in drafts if len(draft.items) >= 2 and draft.evidence[-1] == "编号连续"]
                if chained:
                    claimed |= {item.line for item in chained[0].items}
                claimed.add(at)
        self.habits = learn(lines, claimed)
        self.evidence = Evidence(lines, self.habits)
        self.free_levels = not self.habits.schemes and not self.habits.styles

    def all(self) -> list[list[Segment]]:
        """The candidates that start at each line."""
        return [self._at(at) if self.lines[at].text else [] for at in range(len(self.lines))]

    def stray(self) -> list[bool]:
        """Before which lines a rare blank hints at something lost."""
        return [self._stray(at) for at in range(len(self.lines))]

    def _stray(self, at: int) -> bool:
        return self.habits.stray and self.lines[at].blank_before

    def _halts(self, at: int) -> bool:
        """Where a box cannot go on: at a plain heading, or where one was lost."""
        return self.evidence.strong(at) or self._stray(at)

    def _at(self, at: int) -> list[Segment]:
        line = self.lines[at]
        found: list[Segment] = []
        body = self.evidence.body(at)
        telling = self.free_levels and self.habits.leads and len(line.text) > 40
        lead = (has_lead(line) or self._in_step(at)) if telling else None
        found.append(
            Segment(at, at + 1, Role.BODY, body, lead=lead, evidence=("整句",) if line.terminal else ("长行",))
        )
        reading = self.evidence.heading(at)
        if reading is not None:
            for level, score in reading.levels:
                total = reading.score + score
                if total > body - 9.0:
                    found.append(
                        Segment(
                            at,
                            at + 1,
                            Role.HEADING,
                            total,
                            level,
                            reading.number,
                            finish=reading.finish,
                            opens=line.text.endswith("指导思想") and len(line.text) <= 12,
                            evidence=reading.evidence,
                        )
                    )
        found.extend(self._front(at, body))
        if at in self.contents:
            end = self.contents[at]
            found.append(Segment(at, end, Role.CONTENTS, 14.0 * (end - at), evidence=("目录",)))
        table = self.tables.get(at)
        if table is not None:
            found.append(
                Segment(at, table.end, Role.TABLE, self._sum(at, table.end) + 4.0, table=table, evidence=(table.how,))
            )
        if line.text.startswith("专栏"):
            drafts = propose(self.lines, at, self.tables, self.evidence.body, self._item_worth, self._halts)
            found.extend(
                Segment(at, draft.end, Role.BOX, draft.score, box=draft, table=draft.table, evidence=draft.evidence)
                for draft in _best_by_end(drafts)
            )
        return found

    def _in_step(self, at: int) -> bool:
        near = [self.lines[i] for i in (at - 1, at + 1) if 0 <= i < len(self.lines)]
        return any(parallel(self.lines[at], other) for other in near)

    def _front(self, at: int, body: float) -> list[Segment]:
        line = self.lines[at]
        if line.cells is not None or len(line.text) > 50:
            return []
        if at in self.titles:
            return [Segment(at, at + 1, Role.FRONT, 9.0, evidence=("题名",))]
        if _FRONT.search(line.text) and len(line.text) <= 40:
            return [Segment(at, at + 1, Role.FRONT, 12.0 if at < self.cover else 2.5, evidence=("文首",))]
        return [Segment(at, at + 1, Role.FRONT, min(body, 0.0) + 0.3, evidence=("文首",))] if not line.terminal else []

    def _item_worth(self, at: int) -> float:
        """More than the line as a heading out of order, but of a chapter that is due a little less."""
        reading = self.evidence.heading(at)
        if reading is None:
            return 0.0
        chapter = reading.number is not None and reading.levels[0][0] == 1
        return reading.score + max(score for _, score in reading.levels) + (1.0 if chapter else 1.7)

    def _sum(self, start: int, end: int) -> float:
        """What the lines of a segment would be worth one by one, so that long segments compete fairly."""
        total = 0.0
        for at in range(start, end):
            if self.lines[at].text:
                reading = self.evidence.heading(at)
                unnumbered = reading.score if reading is not None and reading.number is None else 0.0
                total += max(0.5, self.evidence.body(at), unnumbered)
        return total


def _best_by_end(drafts: Sequence[BoxDraft]) -> list[BoxDraft]:
    best: dict[int, BoxDraft] = {}
    for draft in drafts:
        if draft.end not in best or best[draft.end].score < draft.score:
            best[draft.end] = draft
    return list(best.values())


def _contents(lines: Sequence[Line]) -> dict[int, int]:
    """Runs of lines that are a table of contents: dot leaders, or a list of lines that all come again later."""
    last = {_key(line.text): at for at, line in enumerate(lines) if line.text and len(line.text) <= 60}
    times = Counter(_key(line.text) for line in lines if line.text and len(line.text) <= 60)
    runs: dict[int, int] = {}
    at = 0
    while at < min(len(lines), 2000):
        text = lines[at].text
        opens = bool(_BARE_CONTENTS.fullmatch(text))
        if not opens and not is_contents(text):
            at += 1
            continue
        end, count, follow = at + 1, int(not opens), at + 1
        while follow < len(lines):
            text = lines[follow].text
            again = (opens or count) and times[_key(text)] > 1 and last[_key(text)] > follow if text else False
            if is_contents(text) or _BARE_CONTENTS.fullmatch(text) or again:
                count += 0 if _BARE_CONTENTS.fullmatch(text) else 1
                end = follow + 1
            elif text and not (follow + 1 < len(lines) and is_contents(lines[follow + 1].text) and len(text) < 60):
                break
            follow += 1
        if count >= 3:
            runs[at] = end
            at = end
        else:
            at += 1
    return runs


def _key(text: str) -> str:
    return _PAGE_END.sub("", re.sub(r"\s+", "", text))
