"""Kinds and statuses of the registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    STATE = "state", _("state")
    ORGANISATION = "organisation", _("organisation")


class SourceKind(models.TextChoices):
    SITE = "site", _("the dialogue's own site")
    OFFICIAL = "official", _("official text or site of a state or institution")
    ORGANISATION = "organisation", _("international organisation")
    ENCYCLOPAEDIA = "encyclopaedia", _("encyclopaedia")
    PRESS = "press", _("press")
    STUDY = "study", _("study")
    LAW = "law", _("law")
    OTHER = "other", _("other")
    EDITORS = "editors", _("editors' general knowledge, to be confirmed")


class OfficeKind(models.TextChoices):
    CHAIR = "chair", _("chair")
    CO_CHAIR = "co_chair", _("co-chair")
    MEMBER = "member", _("member of a body")
    SECRETARIAT = "secretariat", _("secretariat")
    CONTACT_POINT = "contact_point", _("national contact point")
    RAPPORTEUR = "rapporteur", _("rapporteur")


class ParticipationStatus(models.TextChoices):
    PARTICIPATING = "participating", _("participating")
    OBSERVER = "observer", _("observer")
    PARTNER = "partner", _("partner organisation")
    INVITED = "invited", _("invited")
    SUSPENDED = "suspended", _("suspended")
    NOT_LISTED = "not_listed", _("not in the list of participants")
    UNKNOWN = "unknown", _("not known")


class Manner(models.TextChoices):
    """How a claim reached us."""

    SEEN = "seen", _("seen in the source")
    INFERRED = "inferred", _("inferred by the editors")
    COUNTED = "counted", _("counted by the editors")
    MEMORY = "memory", _("general knowledge, to be confirmed")


class DesignationPolicy(models.TextChoices):
    TODAY = "today", _("today's designation, also about the past")
    THEN = "then", _("the designation of the time")
