from gangmu.core.declare import Measure, Page, Register, System
from gangmu.kernel.outline.models import Clause, Commitment, Contradiction, Plan

from . import measures, views

SYSTEM = System(
    key="living-plan",
    title="规划文本与任务分解台账",
    part="plan",
    clauses=(("健全规划实施机制", "明确规划实施职责", "完善规划实施机制"),),
    registers=(
        Register(
            Plan,
            key="plans",
            columns=("title", "code", "period_start", "period_end", "vision_year", "origin"),
            search=("title",),
            order=("id",),
        ),
        Register(
            Clause,
            key="clauses",
            columns=("name", "code", "kind", "in_force", "plan"),
            filters=("kind", "in_force", "plan"),
            search=("search",),
            order=("id",),
            detail=("text",),
        ),
        Register(
            Commitment,
            key="commitments",
            columns=("text", "code", "strength", "kinds", "clause", "in_force"),
            filters=("strength", "in_force", "plan"),
            search=("search",),
            order=("plan", "position"),
        ),
        Register(
            Contradiction,
            key="contradictions",
            columns=("subject", "code", "kind", "decision", "what", "confidence", "in_force"),
            filters=("kind", "decision", "in_force", "plan"),
            search=("subject", "what"),
            order=("plan", "-confidence", "id"),
            form=("decision", "note"),
            note="由程序从规划文本中找出，供核对；核对结论由规划管理员填写。",
        ),
    ),
    measures=(
        Measure("contradictions", "前后不一待核对", "处", rows=measures.undecided, register="contradictions"),
        Measure("commitments", "承诺", "条", rows=measures.commitments, register="commitments"),
        Measure("in-force", "现行条款", "条", rows=measures.in_force, register="clauses"),
        Measure("lost", "标题缺失", "处", rows=measures.lost, register="clauses"),
    ),
    pages=(
        Page("plan", "规划全文", "plan/", views.plan, icon="book"),
        Page("plan-indicators", "指标表", "plan/indicators/", views.indicators, icon="chart-line"),
        Page("plan-boxes", "专栏项目", "plan/boxes/", views.boxes, icon="building"),
        Page("plan-contradictions", "前后不一", "plan/contradictions/", views.contradictions, icon="alert-triangle"),
        Page("plan-search", "搜索规划全文", "plan/search/", views.search, menu=False),
        Page("plan-clause", "条款", "plan/clause/<str:code>/", views.clause, menu=False),
        Page("plan-version", "规划的一版", "plan/version/<str:code>/<int:ordinal>/", views.plan, menu=False),
    ),
)
