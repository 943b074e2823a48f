from gangmu.core.declare import Measure, Register, System
from gangmu.kernel.projects.models import Project

from . import measures

SYSTEM = System(
    key="project-pool",
    title="动态优质项目库",
    part="projects",
    clauses=(("强化重大项目推进", "强化项目谋划与储备"),),
    registers=(
        Register(
            Project,
            key="projects",
            columns=("name", "code", "box", "number", "department", "area_code", "origin"),
            filters=("box", "department", "origin", "plan"),
            search=("search",),
            order=("id",),
            form=("name", "content", "department", "area_code"),
            detail=("plan", "clause", "content"),
        ),
    ),
    measures=(
        Measure("in-plan", "规划专栏项目", "项", rows=measures.in_plan, register="projects"),
        Measure("unowned", "待明确责任部门", "项", rows=measures.unowned, register="projects"),
    ),
)
