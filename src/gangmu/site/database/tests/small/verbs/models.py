from django.conf import settings
from django.db import models


class Lifting(models.Model):  # noqa: DJ008
    thing = models.ForeignKey("nouns.Thing", models.PROTECT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    job = models.ForeignKey("contenttypes.ContentType", models.PROTECT)
