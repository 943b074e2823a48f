from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "gangmu.kernel.indicators"
    label = "indicators"
    verbose_name = "指标"
