"""Files of rows that tests make, export and plan with."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl

from gangmu.core.declare import Register
from gangmu.kernel.access.models import User
from gangmu.kernel.records.tables import (
    ImportPlan,
    export_rows,
    plan_import,
    read_table,
)


def exported(register: Register, rows: Any, fmt: str, *, demo: bool = False) -> io.BytesIO:
    with export_rows(register, rows, fmt, demo=demo) as file:
        return io.BytesIO(file.read())


def lines(content: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.read().decode("utf-8-sig"), newline="")))


def as_csv(*rows: list[str]) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def as_xlsx(*rows: list[Any], formulas: bool = False) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for cell in (cell for row in book.worksheets[0] for cell in row if cell.data_type == "f" and not formulas):
        cell.data_type = "s"
    held = io.BytesIO()
    book.save(held)
    held.seek(0)
    return held


def planned(register: Register, file: Any, user: User, name: str = "古树.csv") -> ImportPlan:
    return plan_import(register, read_table(file, name), user)


def problems(plan: ImportPlan) -> list[str]:
    return [str(problem) for problem in plan.problems]
