from django.apps import AppConfig


class DistrictConfig(AppConfig):
    name = "gangmu.systems.assurance.district"
    label = "district"
    verbose_name = "区情底册"
