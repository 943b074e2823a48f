from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gangmu.kernel.records"
    label = "records"
    verbose_name = "记录底座"

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers itself with Django)
