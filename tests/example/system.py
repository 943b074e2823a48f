"""The declaration of the tests' system."""

from gangmu.core.declare import Register, System

from .models import Tree

SYSTEM = System(
    key="old-trees",
    title="古树名木管理系统",
    part="plan",
    clauses=(("测试用章", "保护古树名木"),),
    registers=(
        Register(
            Tree,
            key="trees",
            columns=("code", "name", "grade", "girth", "planted_on", "department.short_name"),
            filters=("grade", "department"),
            search=("name", "story"),
            form=(
                "tag",
                "name",
                "story",
                "grade",
                "girth",
                "budget",
                "age",
                "planted_on",
                "inspected_at",
                "fenced",
                "keeper",
                "department",
                "area_code",
            ),
        ),
    ),
)
