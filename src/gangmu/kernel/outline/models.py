"""Plans, their versions, and clauses that keep their identity while the text around them changes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gangmu.core.reader import BlockKind
from gangmu.kernel.access.roles import Reach
from gangmu.kernel.access.scope import ScopedQuerySet
from gangmu.kernel.records.record import Record, code_field
from gangmu.kernel.records.search import search_field, search_index

NAME_LENGTH = 40  # characters by which a place without heading or lead is named


class Plan(Record):
    """What a district promises for a span of years; its text lives in versions."""

    reach: ClassVar = Reach.DISTRICT

    code = code_field("GH")
    title = models.CharField("名称", max_length=200, unique=True)
    period_start = models.PositiveSmallIntegerField("起始年", null=True, blank=True)
    period_end = models.PositiveSmallIntegerField("结束年", null=True, blank=True)
    vision_year = models.PositiveSmallIntegerField("远景年", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "规划"
        constraints = (
            models.CheckConstraint(
                name="outline_plan_period_in_order",
                condition=models.Q(period_end__gte=models.F("period_start")),
                violation_error_message="规划期的结束年不得早于起始年。",
            ),
        )

    def __str__(self) -> str:
        return self.title


class Stage(models.TextChoices):
    """How far a document of a plan has come."""

    FRAMEWORK = "framework", "框架（征求意见稿）"
    OUTLINE = "outline", "纲要"
    ADJUSTED = "adjusted", "调整后纲要"


class Version(models.Model):
    """One document of a plan as the reader read it; the latest is the plan in force."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions", verbose_name="规划")
    ordinal = models.PositiveSmallIntegerField("版次")
    stage = models.CharField("阶段", max_length=10, choices=Stage.choices)
    file_name = models.CharField("文件名", max_length=255)
    digest = models.CharField("文件摘要", max_length=64)
    read_at = models.DateTimeField("读入时间")

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ("plan", "ordinal")
        constraints = (
            models.UniqueConstraint(fields=("plan", "ordinal"), name="outline_version_ordinal_once"),
            models.UniqueConstraint(
                fields=("plan", "digest"),
                name="outline_version_document_once",
                violation_error_message="这份文件已经读入过。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} 第{self.ordinal}版"


class Clause(Record):
    """A place in a plan that keeps its code from version to version; named by its heading or lead."""

    class Kind(models.TextChoices):
        FRONT = BlockKind.FRONT.value, "题头"
        HEADING = BlockKind.HEADING.value, "标题"
        PARAGRAPH = BlockKind.PARAGRAPH.value, "正文"
        TABLE = BlockKind.TABLE.value, "表"
        BOX = BlockKind.BOX.value, "专栏"
        ITEM = BlockKind.ITEM.value, "专栏项目"
        GAP = BlockKind.GAP.value, "标题缺失"

    reach: ClassVar = Reach.DISTRICT

    code = code_field("TK")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clauses", verbose_name="规划")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    name = models.CharField("标题或段首句", max_length=120)
    text = models.TextField("现行文字", blank=True)
    in_force = models.BooleanField("现行", default=True)
    search = search_field("text")

    class Meta:
        verbose_name = verbose_name_plural = "条款"
        indexes = (search_index("search", name="outline_clause_search"),)

    def __str__(self) -> str:
        return self.name


class PassageQuerySet(ScopedQuerySet["Passage"]):
    """Passages in the words of people who read plans."""

    def in_force(self) -> PassageQuerySet:
        """Passages of each plan's latest version."""
        latest = Version.objects.filter(plan=models.OuterRef("version__plan")).order_by("-ordinal").values("pk")[:1]
        return self.filter(version=models.Subquery(latest))


class Passage(models.Model):
    """How a clause reads in one version: its text, its place among the others, and what spoke for it."""

    reach: ClassVar = Reach.DISTRICT

    version = models.ForeignKey(Version, models.PROTECT, related_name="passages", verbose_name="版本")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="passages", verbose_name="条款")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    order = models.PositiveIntegerField("次序")
    kind = models.CharField("类别", max_length=10, choices=Clause.Kind.choices)
    level = models.PositiveSmallIntegerField("层级", null=True)
    number = models.CharField("编号", max_length=20, blank=True)
    lead = models.CharField("段首句", max_length=80, blank=True)
    text = models.TextField("文字")
    line = models.PositiveIntegerField("行")
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    confidence = models.DecimalField("把握", max_digits=3, decimal_places=2)
    evidence = ArrayField(models.CharField(max_length=40), verbose_name="依据", default=list)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "段落"
        ordering = ("version", "order")
        constraints = (
            models.UniqueConstraint(fields=("version", "order"), name="outline_passage_order_once"),
            models.UniqueConstraint(fields=("version", "clause"), name="outline_passage_clause_once"),
            models.CheckConstraint(name="outline_passage_span", condition=models.Q(end__gte=models.F("start"))),
        )

    def __str__(self) -> str:
        return self.lead or self.text[:40]


class Commitment(Record):
    """A sentence of a plan that binds somebody; it keeps its code while its wording changes."""

    class Strength(models.TextChoices):
        MUST = "must", "必须"
        WILL = "will", "将要"
        STRIVE = "strive", "力争"
        EXPLORE = "explore", "探索"

    class Kind(models.TextChoices):
        INDICATOR = "指标", "指标"
        QUANTITY = "数量", "数量"
        DATE = "时限", "时限"
        PROJECT = "项目", "项目"
        MECHANISM = "机制", "机制"
        SYSTEM = "信息系统", "信息系统"
        PROHIBITION = "禁止", "禁止"
        CAP = "上限", "上限"

    reach: ClassVar = Reach.DISTRICT

    code = code_field("CN")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="commitments", verbose_name="规划")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="commitments", verbose_name="条款")
    position = models.PositiveIntegerField("次序")
    text = models.TextField("承诺")
    strength = models.CharField("力度", max_length=10, choices=Strength.choices)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=Kind.choices), verbose_name="类别", default=list, blank=True
    )
    in_force = models.BooleanField("现行", default=True)
    search = search_field("text")

    class Meta:
        verbose_name = verbose_name_plural = "承诺"
        indexes = (search_index("search", name="outline_commitment_search"),)

    def __str__(self) -> str:
        return self.text if len(self.text) <= NAME_LENGTH else f"{self.text[:NAME_LENGTH]}…"


class Act(models.Model):
    """A head verb with its object inside a commitment: what a clerk could be asked about next year."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="acts", verbose_name="承诺")
    verb = models.CharField("动词", max_length=20)
    object = models.CharField("对象", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "举措"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.verb}{self.object}"


class Quantity(models.Model):
    """How much a commitment promises: number without 万 and 亿 (a range as 3-5), unit, and the bound of its wording."""

    class Bound(models.TextChoices):
        EQUAL = "=", ""
        AT_LEAST = ">=", "不少于"
        AT_MOST = "<=", "不超过"
        ABOUT = "~", "约"
        RANGE = "range", ""
        RISE = "delta+", "增加"
        FALL = "delta-", "减少"

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="quantities", verbose_name="承诺")
    number = models.CharField("数", max_length=40)
    unit = models.CharField("单位", max_length=40, blank=True)
    bound = models.CharField("界", max_length=8, choices=Bound.choices)

    class Meta:
        verbose_name = verbose_name_plural = "数量"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_bound_display()}{self.number}{self.unit}"


class Contradiction(Record):
    """Places of one plan that cannot all hold, as the program found them; people decide whether it is so."""

    class Kind(models.TextChoices):
        FIGURE = "figure", "两个数值"
        MET = "met", "目标低于现状"
        COUNT = "count", "数目不合"
        DOUBLE = "double", "项目重出"
        BOUND = "bound", "口径不同"
        NAME = "name", "名称不一"

    class Decision(models.TextChoices):
        PENDING = "待核对", "待核对"
        UPHELD = "属实", "属实"
        DISMISSED = "不成立", "不成立"

    reach: ClassVar = Reach.DISTRICT

    code = code_field("BY")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="contradictions", verbose_name="规划")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    subject = models.CharField("事项", max_length=120)
    what = models.TextField("说明")
    confidence = models.DecimalField("把握", max_digits=3, decimal_places=2)
    in_force = models.BooleanField("现行", default=True)
    decision = models.CharField("核对结论", max_length=3, choices=Decision.choices, default=Decision.PENDING)
    note = models.CharField("核对意见", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "前后不一"
        constraints = (models.UniqueConstraint(fields=("plan", "kind", "subject"), name="outline_contradiction_once"),)

    def __str__(self) -> str:
        return self.subject


class Side(models.Model):
    """One of the places of a contradiction, with its figure and the time it holds for."""

    contradiction = models.ForeignKey(Contradiction, models.CASCADE, related_name="sides", verbose_name="前后不一")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="+", verbose_name="条款")
    where = models.CharField("出处", max_length=200)
    figure = models.CharField("写作", max_length=80, blank=True)
    state = models.CharField("时点", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "所在之处"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.where} {self.figure}".strip()
