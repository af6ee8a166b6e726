"""Bodies, offices, terms, and the access of persons that follows them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import DatedQuerySet, Record
from convene.registry.enums import OfficeKind
from convene.registry.models.actors import Actor
from convene.registry.models.dialogue import Concept
from convene.registry.models.readings import Reading


class Body(Record, Reading):
    """A body of the dialogue: conference, senior officials, steering group, network, secretariat."""

    address_kind = "body"

    name = MultilingualField(_("name"), blank=False)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    kind = models.ForeignKey(
        Concept,
        verbose_name=_("kind of body"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role = MultilingualField(_("what it does"))
    composition = MultilingualField(_("composition, as told"))
    decision_rule = MultilingualField(_("how it decides"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Reading.Meta):
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["position", "key"]


class Office(Record):
    """
    A seat or function that actors hold in turn: the chair, membership of a body, the secretariat.

    `seats` is how many may hold it at once; empty means any number.
    """

    address_kind = "office"

    name = MultilingualField(_("name"), blank=False)
    kind = models.CharField(_("kind"), max_length=20, choices=OfficeKind, default=OfficeKind.MEMBER)
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True)
    note = MultilingualField(_("note"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["position", "key"]


class Term(Record, Reading):
    """
    An actor held an office during a period. No holder means that the office was vacant or exercised
    collectively, which `title` and `reason` then explain.
    """

    address_kind = "term"

    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="terms"
    )
    holder = models.ForeignKey(
        Actor, verbose_name=_("holder"), on_delete=models.PROTECT, null=True, blank=True, related_name="terms"
    )
    title = MultilingualField(_("title used"))
    temporary_for = models.ForeignKey(
        Actor,
        verbose_name=_("in place of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_in",
    )
    note = MultilingualField(_("note"))

    class Meta(Reading.Meta):
        verbose_name = _("term of office")
        verbose_name_plural = _("terms of office")
        ordering = ["office", F("starts_on").asc(nulls_first=True)]


class Appointment(models.Model):
    """
    A person's access to the platform: for an office, or as contact point of a state, for a period.

    Kept apart from `Term` and never exported. An appointment for an office counts only while the
    actor it names holds that office: roles follow terms in the registry, not flags.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="appointments",
    )
    office = models.ForeignKey(
        Office, verbose_name=_("office"), on_delete=models.PROTECT, related_name="appointments"
    )
    actor = models.ForeignKey(
        Actor, verbose_name=_("of"), on_delete=models.PROTECT, related_name="appointments"
    )
    function = models.CharField(_("function"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until (first day after)"), null=True, blank=True)
    confirmed_on = models.DateField(_("last confirmed on"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="appointment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.office.key} of {self.actor.key}"
