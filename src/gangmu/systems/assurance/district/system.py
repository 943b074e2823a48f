from gangmu.core.declare import Register, System
from gangmu.kernel.access.models import Area, Department

SYSTEM = System(
    key="district",
    title="区情底册",
    part="assurance",
    clauses=(("健全规划实施机制", "明确规划实施职责"),),
    registers=(
        Register(
            Department,
            key="departments",
            columns=("name", "short_name", "check_state", "duties"),
            filters=("check_state",),
            search=("name", "duties"),
            form=("name", "short_name", "duties", "check_state", "check_reason"),
            note="规划没有写明责任单位；部门名录按一般区县机构设置预置，标“待核”的须由本区确认。",
        ),
        Register(
            Area,
            key="areas",
            columns=("name", "code", "level", "parent", "check_state", "source"),
            filters=("level", "parent", "check_state"),
            search=("name",),
            form=("name", "check_state", "source"),
            note="名称取自规划；代码为本系统编排，标“待核”的须换成统计代码后确认。",
        ),
    ),
)
