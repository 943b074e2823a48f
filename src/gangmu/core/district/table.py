"""Reading facts from tables: a dataclass is the schema, a bad cell is refused with file and row."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Generic, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from gangmu.core.refusal import Refusal

Row = TypeVar("Row")

LIST_MARK = "；"
EMPTY = ("", "—")


class DistrictError(Refusal):
    """A district's folder cannot be used; the message is one Chinese sentence naming file and row."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """The rows of one file and where each of them stands."""

    file: str
    rows: tuple[Row, ...] = ()
    places: tuple[str, ...] = ()

    def refuse(self, index: int, why: str) -> NoReturn:
        raise DistrictError(f"{self.file} {self.places[index]}：{why}。")

    def unique(self, *names: str) -> "Table[Row]":
        """Raise DistrictError for the first row that repeats an earlier row's values of `names`."""
        seen: dict[tuple[object, ...], int] = {}
        for index, row in enumerate(self.rows):
            key = tuple(getattr(row, name) for name in names)
            if key in seen:
                shown = "、".join(str(part) for part in key)
                self.refuse(index, f"{'、'.join(names)} “{shown}”与{self.places[seen[key]]}重复，请改正或删去一行")
            seen[key] = index
        return self


def read_csv(path: Path, schema: type[Row]) -> Table[Row]:
    """The table in a UTF-8 CSV file whose header is the fields of `schema`; no rows where there is no file."""
    file = f"{path.parent.name}/{path.name}"
    if not path.exists():
        return Table(file)
    lines = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    columns = [field.name for field in fields(schema)]  # type: ignore[arg-type]  # every schema is a dataclass
    rows: list[Row] = []
    places: list[str] = []
    try:
        header = next(lines, [])
        if fault := _header_fault(header, columns):
            raise DistrictError(f"{file} 第 1 行：{fault}，请按 districts/README.md 改正。")
        for cells in lines:
            place = f"第 {lines.line_num} 行"
            if len(cells) != len(columns):
                fault = f"有 {len(cells)} 格，应为 {len(columns)} 格"
                raise DistrictError(f"{file} {place}：{fault}，请检查逗号和引号。")
            rows.append(build(schema, dict(zip(header, cells, strict=True)), f"{file} {place}"))
            places.append(place)
    except csv.Error:
        raise DistrictError(f"{file} 第 {lines.line_num} 行：不是正确的 CSV，请检查这一行的引号。") from None
    return Table(file, tuple(rows), tuple(places))


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; raises DistrictError where it is anything else."""
    file = f"{path.parent.name}/{path.name}"
    try:
        content = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" 第 {mark.line + 1} 行" if mark else ""
        raise DistrictError(f"{file}{line}：不是正确的 YAML，请检查缩进、冒号和引号。") from None
    if not isinstance(content, dict):
        raise DistrictError(f"{file} 第 1 行：应为“键: 值”的列表，请按 districts/README.md 改正。")
    return content


def read_text(path: Path) -> str:
    """The text of a file; raises DistrictError where it is missing or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise DistrictError(f"{path.parent.name}/{path.name}：不是 UTF-8 编码，请另存为 UTF-8。") from None
    except OSError:
        raise DistrictError(f"{path.parent.name} 文件夹中读不到 {path.name}，请补上这个文件或检查权限。") from None


def build(schema: type[Row], cells: Mapping[str, object], place: str) -> Row:
    """One row of `schema` from its cells; a missing, unknown or ill-typed cell raises DistrictError naming `place`."""
    hints: dict[str, object] = get_type_hints(schema)
    if fault := _header_fault(list(cells), list(hints)):
        raise DistrictError(f"{place}：{fault}，请按 districts/README.md 改正。")
    values: dict[str, object] = {}
    for name, hint in hints.items():
        try:
            values[name] = _value(_as_text(cells[name]), hint)
        except ValueError as error:
            raise DistrictError(f"{place}：{name} 一格“{cells[name]}”{error}，请改正。") from None
    return schema(**values)


def _header_fault(have: list[str], want: list[str]) -> str:
    if missing := [name for name in want if name not in have]:
        return f"缺少 {'、'.join(missing)}"
    if unknown := [name for name in have if name not in want]:
        return f"多出 {'、'.join(map(str, unknown))}"
    return "" if len(have) == len(want) else "有重复的列名"


def _as_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dict):
        raise ValueError("应为文字、数或列表")  # noqa: TRY004  every bad cell is a ValueError here
    if isinstance(cell, list):
        return LIST_MARK.join(str(part) for part in cell)
    return str(cell).strip()


def _value(text: str, hint: object) -> object:
    if get_origin(hint) is tuple:
        return _parts(text.split(LIST_MARK)) if text else ()
    if get_origin(hint) in (Union, UnionType):  # a Literal | None is a typing.Union
        inner = next(part for part in get_args(hint) if part is not type(None))
        return None if text in EMPTY else _value(text, inner)
    if hint is bool:
        if text not in ("是", ""):
            raise ValueError("只能写“是”或留空")
        return text == "是"
    if not text:
        raise ValueError("不能留空")
    if get_origin(hint) is Literal and text not in get_args(hint):
        raise ValueError(f"不在 {'、'.join(get_args(hint))} 之中")
    if hint is int or hint is Decimal:
        return _number(text, hint is int)
    return text


def _parts(parts: Iterable[str]) -> tuple[str, ...]:
    found = tuple(part.strip() for part in parts)
    if "" in found:
        raise ValueError(f"有空项，检查“{LIST_MARK}”")
    return found


def _number(text: str, whole: bool) -> int | Decimal:
    if not text.isascii() or not text.replace(".", "", 0 if whole else 1).isdigit():
        raise ValueError("不是不小于 0 的整数" if whole else "不是不小于 0 的数")
    return int(text) if whole else Decimal(text)
