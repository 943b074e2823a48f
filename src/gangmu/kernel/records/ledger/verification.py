"""Goes over the whole ledger: every digest, every link, every seal, every row; stops at the first thing wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import rfc8785
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from gangmu.kernel.records.record import Record
from gangmu.kernel.records.registers import model_of

from .chain import ALGORITHMS, content, digest
from .merkle import MerkleTree
from .models import LedgerEntry, Seal
from .rows import Told, first_difference, first_untold, named
from .sealing import root_of

CHUNK = 2000
COVERED = ("register", "uid", "number", "verb", "at", "by__uid", "body", "algorithm", "previous", "digest")


@dataclass(slots=True)
class Report:
    """What verification went over, and the first thing wrong."""

    entries: int = 0
    subjects: int = 0
    seals: int = 0
    sealed: int = 0
    anchored: bool = False
    problem: str | None = None
    not_compared: tuple[str, ...] = ()

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return self.problem is None

    def sentence(self) -> str:
        """The outcome in one sentence."""
        if self.problem is not None:
            return self.problem
        gone = f"（登记表 {'、'.join(self.not_compared)} 已不在系统中，只核验了台账）" if self.not_compared else ""
        anchored = "，与所给锚点一致" if self.anchored else ""
        return (
            f"台账完好：{self.entries} 条、{self.subjects} 个对象逐条相接且与现有记录一致，"
            f"其中 {self.sealed} 条在 {self.seals} 次封存之内{anchored}{gone}。"
        )


class _Wrong(Exception):
    """The first thing found wrong, as a sentence."""


def verify(*, progress: Callable[[int], object] | None = None, anchor: Mapping[str, Any] | None = None) -> Report:
    """Verifies chains, rows, seals and, when given, an anchor kept outside, in memory that does not grow.

    `progress` is told now and then how many entries have been gone over; each sealed entry counts twice.
    """
    report = Report()
    tell = progress or (lambda _: None)
    with _one_snapshot():
        try:
            _verify_chains(report, tell)
            _verify_seals(report, tell, anchor)
            _verify_all_told()
        except _Wrong as wrong:
            report.problem = str(wrong)
    return report


@contextmanager
def _one_snapshot() -> Iterator[None]:
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _verify_chains(report: Report, tell: Callable[[int], object]) -> None:
    lines = LedgerEntry.objects.order_by("register", "uid", "number").values_list(*COVERED).iterator(CHUNK)
    for register, of_register in groupby(lines, key=itemgetter(0)):
        model = _model(register)
        if model is None:
            report.not_compared += (register,)
        heard: list[Told] = []
        for uid, of_subject in groupby(of_register, key=itemgetter(1)):
            heard.append(_verify_chain(report, tell, model, uid, of_subject))
            report.subjects += 1
            if len(heard) == CHUNK:
                _compare(model, heard)
                heard = []
        _compare(model, heard)
    tell(report.entries)


def _verify_chain(
    report: Report,
    tell: Callable[[int], object],
    model: type[models.Model] | None,
    uid: UUID,
    lines: Iterator[tuple[Any, ...]],
) -> Told:
    told: Told | None = None
    last = ""
    for expected, line in enumerate(lines, start=1):
        *covered, recorded = line
        _, _, number, verb, at, _, body, algorithm, previous = covered
        if number != expected:
            raise _Wrong(f"{_subject(line, model)} 缺第 {expected} 条台账，被人删除了；请从备份找回。")
        if not _speaks_true(algorithm, content(*covered), recorded):
            when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
            place = f"{_subject(line, model)} 的第 {number} 条台账（{when}）"
            raise _Wrong(f"{place}内容与摘要不符，登记之后被改动过；请用备份核对。")
        if previous != last:
            place = f"{_subject(line, model)} 的第 {number} 条台账"
            raise _Wrong(f"{place}与第 {number - 1} 条不相接，其中一条被改写过；请用备份核对。")
        last = recorded
        if told is None:
            told = Told(uid, verb == "create", at)
        told.hear(body)
        report.entries += 1
        if report.entries % CHUNK == 0:
            tell(report.entries)
    assert told is not None
    return told


def _compare(model: type[models.Model] | None, heard: list[Told]) -> None:
    if model is not None and heard and (sentence := first_difference(model, heard)):
        raise _Wrong(sentence)


def _verify_seals(report: Report, tell: Callable[[int], object], anchor: Mapping[str, Any] | None) -> None:
    sealed = LedgerEntry.objects.filter(seal__isnull=False).order_by("seal_id", "id")
    groups = groupby(sealed.values_list("seal_id", "digest").iterator(CHUNK), key=itemgetter(0))
    group = next(groups, None)
    last: Seal | None = None
    for seal in Seal.objects.order_by("pk").iterator(CHUNK):
        if seal.algorithm not in ALGORITHMS:
            raise _Wrong(f"{seal}的算法“{seal.algorithm}”不是本系统所用，封存之后被改动过；请用备份核对。")
        tree = MerkleTree(seal.algorithm)
        if group is not None and group[0] == seal.pk:
            for _, entry_digest in group[1]:
                tree.add(entry_digest)
            group = next(groups, None)
        _verify_seal(seal, last, tree)
        if anchor is not None and anchor.get("number") == seal.number:
            if anchor.get("root") != seal.root:
                raise _Wrong(f"{seal}的根与所给锚点不同，封存之后被改写过；请用备份核对。")
            report.anchored = True
        last = seal
        report.seals += 1
        report.sealed += tree.count
        tell(report.entries + report.sealed)
    if anchor is not None and not report.anchored:
        raise _Wrong(f"所给锚点的第 {anchor.get('number')} 号封存已不存在，被人删除了或锚点不属于这个库；请核对。")


def _verify_seal(seal: Seal, last: Seal | None, tree: MerkleTree) -> None:
    if seal.number != (last.number + 1 if last else 1):
        raise _Wrong(f"缺第 {last.number + 1 if last else 1} 号封存，被人删除了；请从备份找回。")
    if tree.count != seal.count:
        raise _Wrong(f"{seal}应有 {seal.count} 条台账，现有 {tree.count} 条，有台账被删除或挪动；请用备份核对。")
    if tree.root != seal.merkle:
        raise _Wrong(f"{seal}所封的 {seal.count} 条台账与封存时不同，封存之后被改写过；请用备份核对。")
    if seal.previous != (last.root if last else "") or seal.total != seal.count + (last.total if last else 0):
        raise _Wrong(f"{seal}与上一次封存不相接，其中一次被改写过；请用备份核对。")
    if root_of(seal) != seal.root:
        raise _Wrong(f"{seal}的根与其内容不符，封存之后被改动过；请用备份核对。")


def _verify_all_told() -> None:
    for model in apps.get_models():
        if issubclass(model, Record) and (sentence := first_untold(model)):
            raise _Wrong(sentence)


def _speaks_true(algorithm: str, covered: Any, recorded: str) -> bool:
    try:
        return algorithm in ALGORITHMS and digest(algorithm, covered) == recorded
    except rfc8785.CanonicalizationError:
        return False


def _model(register: str) -> type[models.Model] | None:
    try:
        return model_of(register)
    except LookupError:
        return None


def _subject(line: tuple[Any, ...], model: type[models.Model] | None) -> str:
    return named(model, line[1]) if model is not None else f"{line[0]} {line[1]}"
