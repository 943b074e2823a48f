from gangmu.core.declare import Register, System
from gangmu.kernel.indicators.models import Indicator

SYSTEM = System(
    key="plan-monitor",
    title="规划执行动态监测信息系统",
    part="plan",
    clauses=(("健全规划实施机制", "完善监督评估机制", "建立动态监测体系"),),
    registers=(
        Register(
            Indicator,
            key="indicators",
            columns=(
                "name",
                "code",
                "number",
                "category",
                "parent",
                "unit",
                "baseline",
                "target",
                "annual_or_cumulative",
                "nature",
                "department",
            ),
            filters=("nature", "category", "department", "plan"),
            search=("search",),
            order=("plan", "position"),
            form=("department",),
            detail=("plan", "clause", "marked", "baseline_year", "target_year"),
        ),
    ),
)
