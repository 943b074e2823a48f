"""A register that has one of everything."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from gangmu.kernel.access.models import Department
from gangmu.kernel.access.roles import Reach
from gangmu.kernel.records.record import Record, RecordQuerySet, code_field
from gangmu.kernel.records.search import search_field, search_index


class Tree(Record):
    """An old tree that somebody looks after."""

    class Grade(models.TextChoices):
        FIRST = "first", "一级"
        SECOND = "second", "二级"
        THIRD = "third", "三级"

    reach: ClassVar = Reach.DEPARTMENT
    digest_only: ClassVar = ("owner_id_number",)

    code = code_field("SM")
    tag = models.CharField("挂牌号", max_length=20, unique=True, null=True, blank=True)
    name = models.CharField("树名", max_length=60)
    story = models.TextField("来历", blank=True)
    grade = models.CharField("保护级别", max_length=10, choices=Grade.choices, default=Grade.THIRD)
    girth = models.DecimalField(
        "胸围（米）", max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    budget = models.DecimalField("养护经费（元）", max_digits=20, decimal_places=2, default=Decimal(0))
    age = models.PositiveIntegerField("树龄（年）", null=True, blank=True)
    planted_on = models.DateField("栽植日期", null=True, blank=True)
    inspected_at = models.DateTimeField("最近巡查", null=True, blank=True)
    fenced = models.BooleanField("有围栏", default=False)
    keeper = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="养护单位"
    )
    owner_id_number = models.CharField("产权人证件号", max_length=30, blank=True)
    measurements = models.JSONField("测量", default=dict, blank=True)
    search = search_field("name", "story")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "古树"
        indexes = (search_index(name="example_tree_search"),)
        constraints = (
            models.CheckConstraint(
                name="example_tree_has_lived",
                condition=models.Q(age__isnull=True) | models.Q(age__lte=5000),
                violation_error_message="树龄不得超过 5000 年。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.grade == self.Grade.FIRST and self.age is not None and self.age < 300:
            raise ValidationError({"age": "一级古树的树龄应在 300 年以上。"})
