"""Who may see a row: the only definition, used by every list, page, feed, search and export."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    PARTICIPANTS = "participants", _("participants")
    BODY = "body", _("the body's members")
    SECRETARIAT = "secretariat", _("secretariat only")


def may_see(viewer, row) -> bool:
    """The rule of `VisibleQuerySet.visible_to`, for a row at hand."""
    standing = viewer.standing
    if standing.is_secretariat or row.visibility == Visibility.PUBLIC:
        return True
    if row.visibility == Visibility.PARTICIPANTS:
        return standing.is_participant
    is_of_a_body = row.visibility == Visibility.BODY and getattr(row, "body_id", None)
    return bool(is_of_a_body and row.body.key in standing.bodies)


class VisibleQuerySet(models.QuerySet):
    """
    Rows with a `visibility`, and a `body` where "body" is a possible value.

    `visible_to(viewer)` never asks the clock or the request: the viewer's standing says it all.
    """

    body_lookup = "body__key__in"

    def visible_to(self, viewer):
        standing = viewer.standing
        if standing.is_secretariat:
            return self
        allowed = Q(visibility=Visibility.PUBLIC)
        if standing.is_participant:
            allowed |= Q(visibility=Visibility.PARTICIPANTS)
        if standing.bodies and self.body_lookup:
            allowed |= Q(visibility=Visibility.BODY, **{self.body_lookup: standing.bodies})
        return self.filter(allowed)

    def public(self):
        return self.filter(visibility=Visibility.PUBLIC)
