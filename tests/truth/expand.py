#!/usr/bin/env python3
"""Turns rows of the commitment truth, which hold positions only, into rows with text.

usage: expand.py FILE... > TRUTH.jsonl

FILE is tune.jsonl, unseen.jsonl or second.jsonl. The text comes from the folder `plan` under GANGMU_SHARED (default:
the folder `shared` beside the repository). The output is what `tools/score_commitments.py` of that folder reads.
Exit status: 0 written, 2 bad input.
"""

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Row = dict[str, Any]

MARK = re.compile(r"\[bookmark: \w+\]")
PAGE_NUMBER = re.compile(r"\s*\d+\s*")
SPACE = re.compile(r"\s+")
SPAN_LISTS = ("systems", "projects", "mechanisms", "places", "organisations")
CARRIED = ("id", "doc", "drawn", "split", "binding", "strength", "kinds", "quantities", "doubt", "why")


class UnusableInputError(Exception):
    """One Chinese sentence for the reader of the message: what is wrong, where, what to do."""


def plan_folder() -> Path:
    """Folder of the plan documents; it need not exist."""
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    return Path(os.environ.get("GANGMU_SHARED") or beside) / "plan"


def squeeze(text: str) -> str:
    """Text as the truth counts it: bookmark marks and all white space removed."""
    return SPACE.sub("", MARK.sub("", text))


def digest(sentence: str) -> str:
    """First 12 hex digits of the SHA-256 of a squeezed sentence."""
    return hashlib.sha256(sentence.encode()).hexdigest()[:12]


def cut(lines: list[str], row: Mapping[str, Any]) -> str:
    """Squeezed text at a row's position; IndexError where the position lies outside the document.

    Of a sentence wrapped over several lines the lines between that hold a page number only are left out.
    """
    first, last = row["line"] - 1, row.get("end_line", row["line"]) - 1
    start, end = row["start"], row["end"]
    inside = 0 <= first <= last < len(lines) and 0 <= start < len(lines[first]) and 0 < end <= len(lines[last])
    if not inside or (first == last and start >= end):
        raise IndexError(f"line {row['line']}, {start}-{end}")
    if first == last:
        return squeeze(lines[first][start:end])
    between = [line for line in lines[first + 1 : last] if not PAGE_NUMBER.fullmatch(line)]
    return squeeze("".join([lines[first][start:], *between, lines[last][:end]]))


def read_lines(folder: Path, name: str) -> list[str]:
    """Raw lines of a plan document; UnusableInputError where it cannot be read."""
    try:
        return (folder / name).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as why:
        raise UnusableInputError(f"读不到规划文件 {name}，请把环境变量 GANGMU_SHARED 指向含 plan 的文件夹。") from why


def read_rows(path: Path) -> list[Row]:
    """Rows of one truth file; UnusableInputError names the line that is not a JSON object."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as why:
        raise UnusableInputError(f"读不到标注文件 {path.name}，请核对路径和编码。") from why
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as why:
            raise UnusableInputError(f"{path.name} 第 {number} 行不是 JSON，请改正该行。") from why
        if not isinstance(row, dict):
            raise UnusableInputError(f"{path.name} 第 {number} 行不是 JSON 对象，请改正该行。")
        rows.append(row)
    return rows


def part(sentence: str, span: list[int]) -> str:
    """Text of a span of a squeezed sentence; IndexError where it lies outside."""
    start, end = span
    if not 0 <= start < end <= len(sentence):
        raise IndexError(f"span {start}-{end}")
    return sentence[start:end]


def expand(row: Row, lines: list[str]) -> Row:
    """The row with text in place of positions; UnusableInputError where the document has drifted."""
    try:
        sentence = cut(lines, row)
        drifted = digest(sentence) != row["digest"]
        whole: Row = {key: row[key] for key in CARRIED if key in row}
        whole["sentence"] = sentence
        if not drifted:
            for name in SPAN_LISTS:
                whole[name] = [part(sentence, span) for span in row[name]]
            whole["subject"] = part(sentence, row["subject"]) if row["subject"] else None
            whole["context_project"] = cut(lines, row["context_project"]) if row["context_project"] else None
            whole["acts"] = [{name: part(sentence, act[name]) for name in ("verb", "object")} for act in row["acts"]]
    except (KeyError, IndexError, TypeError, ValueError) as why:
        where = row.get("id", "某行")
        raise UnusableInputError(f"{where} 缺字段或位置越界（{why}），请对照 commitments/README.md 改正。") from why
    if drifted:
        where = f"{row['file']} 第 {row['line']} 行"
        raise UnusableInputError(f"{row['id']} 的位置（{where}）上已不是原来那句话，请核对文件版本。")
    return whole


def expand_files(paths: Iterable[Path], folder: Path) -> list[Row]:
    """All rows of the given truth files, with text."""
    documents: dict[str, list[str]] = {}
    whole: list[Row] = []
    for path in paths:
        for number, row in enumerate(read_rows(path), 1):
            name = row.get("file")
            if not isinstance(name, str):
                raise UnusableInputError(f"{path.name} 第 {number} 行没有字段 file，请补上文件名。")
            if name not in documents:
                documents[name] = read_lines(folder, name)
            whole.append(expand(row, documents[name]))
    return whole


def main(arguments: list[str]) -> int:
    """Command line: truth files in, expanded rows on standard output."""
    if not arguments:
        print("没有给出标注文件，请写：expand.py tune.jsonl [unseen.jsonl …]。", file=sys.stderr)
        return 2
    try:
        rows = expand_files(map(Path, arguments), plan_folder())
    except UnusableInputError as why:
        print(why, file=sys.stderr)
        return 2
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
