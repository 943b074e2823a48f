"""People, departments, the tree of areas, and the grants that tie them together."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from uuid_utils.compat import uuid7

from .roles import SEES_ALL, STAFF, Reach, Role
from .scope import ScopedQuerySet


class Check(models.TextChoices):
    """Whether the district has confirmed a fact that we took from elsewhere."""

    PENDING = "待核", "待核"
    CONFIRMED = "已核", "已核"


class Department(models.Model):
    """A bureau, office, street or town that can own work. The plan names none: all are 待核 until confirmed."""

    reach: ClassVar = Reach.PUBLIC

    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20)
    duties = models.CharField("职责关键词", max_length=300, blank=True)
    check_state = models.CharField("核实", max_length=2, choices=Check.choices, default=Check.PENDING)
    check_reason = models.CharField("待核说明", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.short_name


class Area(models.Model):
    """A node of the tree 区–街镇–社区村–网格; a child's code begins with its parent's."""

    class Level(models.TextChoices):
        DISTRICT = "区", "区"
        STREET = "街镇", "街镇"
        COMMUNITY = "社区村", "社区村"
        GRID = "网格", "网格"

    reach: ClassVar = Reach.PUBLIC

    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=3, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    check_state = models.CharField("核实", max_length=2, choices=Check.choices, default=Check.PENDING)
    source = models.CharField("来源", max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区域"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in. Chinese names are one field; what they may do follows from their grants."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    uid = models.UUIDField("标识", default=uuid7, unique=True, editable=False)
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("邮箱", blank=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @cached_property
    def held(self) -> tuple[Grant, ...]:
        """Grants, read once a request."""
        return tuple(self.grants.select_related("department", "area"))

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.held)

    @property
    def sees_all(self) -> bool:
        return bool(self.roles & SEES_ALL)

    @property
    def is_district_staff(self) -> bool:
        return bool(self.roles & STAFF)


class Grant(models.Model):
    """A role held by a person, for a department or an area where the role needs one."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name="部门")
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, verbose_name="区域")

    class Meta:
        verbose_name = verbose_name_plural = "授权"
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role", "department", "area"), name="access_grant_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="access_grant_has_place",
                condition=~models.Q(role__in=("department_lead", "handler")) | models.Q(department__isnull=False),
                violation_error_message="部门负责人和承办人须指明部门。",
            ),
            models.CheckConstraint(
                name="access_grant_has_area",
                condition=~models.Q(role="grid_worker") | models.Q(area__isnull=False),
                violation_error_message="网格员须指明区域。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class Installation(models.Model):
    """Whose district this database is, and whether its data are simulated. One row, written once; kind is for life."""

    class Kind(models.TextChoices):
        DEMO = "demo", "演示"
        LIVE = "live", "正式"

    reach: ClassVar = Reach.PUBLIC

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    kind = models.CharField("性质", max_length=4, choices=Kind.choices)
    district_key = models.SlugField("区县资料目录", max_length=40)
    district_name = models.CharField("区县名称", max_length=40)
    since = models.DateTimeField("建库时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "本库"
        constraints = (
            models.CheckConstraint(name="access_installation_once", condition=models.Q(id=1)),
            models.CheckConstraint(name="access_installation_kind", condition=models.Q(kind__in=("demo", "live"))),
        )

    def __str__(self) -> str:
        return f"{self.district_name}（{self.get_kind_display()}）"

    @property
    def is_demo(self) -> bool:
        return self.kind == self.Kind.DEMO
