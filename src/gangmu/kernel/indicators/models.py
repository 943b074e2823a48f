"""What a plan measures, as its own table prints it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gangmu.kernel.access.roles import Reach
from gangmu.kernel.outline.models import Clause, Plan
from gangmu.kernel.records.record import Record, code_field
from gangmu.kernel.records.search import search_field, search_index


class Indicator(Record):
    """One row of a plan's indicator table; figures are the document's own strings, an empty cell stays empty."""

    class Nature(models.TextChoices):
        BINDING = "约束性", "约束性"
        EXPECTED = "预期性", "预期性"

    reach: ClassVar = Reach.PUBLIC

    code = code_field("ZB")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="indicators", verbose_name="规划")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在表")
    position = models.PositiveSmallIntegerField("行次")
    number = models.CharField("序号", max_length=10, blank=True)
    category = models.CharField("类别", max_length=40, blank=True)
    parent = models.CharField("上级指标", max_length=80, blank=True)
    name = models.CharField("指标", max_length=80)
    unit = models.CharField("单位", max_length=30, blank=True)
    baseline_year = models.PositiveSmallIntegerField("基期年", null=True, blank=True)
    baseline = models.CharField("基期值", max_length=40, blank=True)
    target_year = models.PositiveSmallIntegerField("目标年", null=True, blank=True)
    target = models.CharField("目标值", max_length=80, blank=True)
    annual_or_cumulative = models.CharField("年均/累计", max_length=80, blank=True)
    nature = models.CharField("属性", max_length=3, choices=Nature.choices, blank=True)
    marked = models.BooleanField("带▲", default=False)
    search = search_field("name", "parent", "category")

    class Meta:
        verbose_name = verbose_name_plural = "指标"
        indexes = (search_index("search", name="indicators_indicator_search"),)
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "parent", "name"),
                name="indicators_indicator_once",
                violation_error_message="这部规划里已有同名指标。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.parent} {self.name}" if self.parent else self.name
