"""What is to be built or done: the projects of the plan's boxes and those that come after."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gangmu.kernel.access.roles import Reach
from gangmu.kernel.outline.models import Clause, Plan
from gangmu.kernel.records.record import Record, code_field
from gangmu.kernel.records.search import search_field, search_index


class Project(Record):
    """A project line of the plan, or one put into the pool by hand; it keeps its code for life."""

    reach: ClassVar = Reach.DISTRICT

    code = code_field("XM")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="规划")
    box = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="boxed", verbose_name="专栏")
    clause = models.OneToOneField(
        Clause, models.PROTECT, null=True, blank=True, related_name="project", verbose_name="专栏项目"
    )
    number = models.CharField("专栏内序号", max_length=10, blank=True)
    name = models.CharField("项目名称", max_length=120)
    content = models.TextField("建设内容", blank=True)
    search = search_field("name", "content")

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        indexes = (search_index("search", name="projects_project_search"),)

    def __str__(self) -> str:
        return self.name
