from django.apps import AppConfig


class LivingPlanConfig(AppConfig):
    name = "gangmu.systems.plan.living_plan"
    label = "living_plan"
    verbose_name = "规划文本与任务分解台账"
