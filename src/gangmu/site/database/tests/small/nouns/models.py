from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Func, Q


class Person(AbstractUser):
    home = models.ForeignKey("nouns.Thing", models.PROTECT, null=True)


class Thing(models.Model):  # noqa: DJ008
    # Second here, last in history: the order of columns must not count as a difference.
    kind = models.CharField(max_length=10, db_default="石")
    name = models.CharField(max_length=20, unique=True)
    key = models.GeneratedField(
        expression=Func(F("name"), function="small_key"), output_field=models.TextField(), db_persist=True
    )
    parts = models.ManyToManyField("self", symmetrical=False)
    keepers = models.ManyToManyField(Person, related_name="kept")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "name"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=Q(name="独"), name="one_alone"),
            models.CheckConstraint(condition=~Q(name=""), name="named"),
        ]


class Stone(Thing):  # noqa: DJ008
    grams = models.DecimalField(max_digits=9, decimal_places=3)
