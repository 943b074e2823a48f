from django.apps import AppConfig


class OutlineConfig(AppConfig):
    name = "gangmu.kernel.outline"
    label = "outline"
    verbose_name = "规划文本"
