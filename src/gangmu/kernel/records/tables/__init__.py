"""Registers as tables in files: export, reading, import in two steps."""

from .applying import apply_import
from .exporting import export_rows, file_name
from .planning import ImportPlan, plan_import
from .problems import Problem
from .reading import Table, read_table

__all__ = [
    "ImportPlan",
    "Problem",
    "Table",
    "apply_import",
    "export_rows",
    "file_name",
    "plan_import",
    "read_table",
]
