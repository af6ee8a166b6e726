"""Statuses of documents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ExpressionStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("circulated")
    ADOPTED = "adopted", _("adopted")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")
    UNKNOWN = "unknown", _("not known")
