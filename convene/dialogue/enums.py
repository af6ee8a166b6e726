"""Kinds and statuses of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("hybrid")
    UNKNOWN = "unknown", _("not known")


class Convener(models.TextChoices):
    """Whose meeting it is."""

    PROCESS = "process", _("the dialogue's own")
    PROJECT = "project", _("a project's")
    PARTNER = "partner", _("a partner's")
    DONOR = "donor", _("the donor's")


class MeetingStatus(models.TextChoices):
    HELD = "held", _("held")
    PLANNED = "planned", _("planned")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
    UNCONFIRMED = "unconfirmed", _("unconfirmed")
