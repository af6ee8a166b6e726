"""Kinds of projects and of parts in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectKind(models.TextChoices):
    PROJECT = "project", _("project")
    PILOT = "pilot", _("pilot project")
    CONCEPT = "concept", _("support concept")


class Role(models.TextChoices):
    LEAD = "lead", _("leads")
    SUPPORT = "support", _("supports the lead")
    IMPLEMENTER = "implementer", _("implements")
    PARTICIPANT = "participant", _("takes part")
    OBSERVER = "observer", _("observes")
    PEER = "peer", _("peer")
    TARGET = "target", _("is addressed by it")
    DONOR = "donor", _("funds")
    HOST = "host", _("hosts")


class WorkstreamKind(models.TextChoices):
    PILLAR = "pillar", _("pillar of work")
    HUB = "hub", _("hub")
    COMPONENT = "component", _("thematic component")
