"""How states meet: meetings as dated public events, milestones and phases."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.core.visibility import Visibility, VisibleQuerySet
from convene.dialogue.enums import Convener, MeetingStatus, Mode
from convene.registry.models import Actor, Body, Concept, Place, Reading


class MeetingQuerySet(VisibleQuerySet):
    def in_year(self, year: int):
        return self.filter(starts_on__year=year)

    def upcoming(self, day):
        """Meetings that end on `day` or later, the next one first."""
        return self.filter(Q(last_day__gte=day) | Q(last_day=None, starts_on__gte=day)).order_by(
            "starts_on", "key"
        )


class Meeting(Record):
    """
    A meeting. `last_day` is the last day on which it met (inclusive; empty for one day).

    `told` keeps the date as told where the day is not known; `starts_on` is then the earliest day.
    `title` is in the reader's language; `printed_title` is what the source prints.
    """

    address_kind = "meeting"

    title = MultilingualField(_("title"), blank=False)
    printed_title = models.CharField(_("title, as printed"), max_length=500, blank=True)
    kinds = models.ManyToManyField(Concept, verbose_name=_("kinds"), related_name="meetings")
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    told = models.CharField(_("date, as told"), max_length=40, blank=True)
    planned_told = models.CharField(_("planned date, as told"), max_length=40, blank=True)
    place = models.ForeignKey(
        Place,
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.UNKNOWN)
    convener = models.CharField(
        _("whose meeting it is"), max_length=10, choices=Convener, default=Convener.PROCESS
    )
    status = models.CharField(_("status"), max_length=12, choices=MeetingStatus, default=MeetingStatus.HELD)
    body = models.ForeignKey(
        Body, verbose_name=_("body"), on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    ordinal = models.PositiveSmallIntegerField(_("number in its series"), null=True, blank=True)
    hosts = models.ManyToManyField(Actor, verbose_name=_("hosts"), blank=True, related_name="hosted_meetings")
    people_told = models.CharField(_("participants, as told"), max_length=60, blank=True)
    states_told = models.CharField(_("states present, as told"), max_length=60, blank=True)
    note = MultilingualField(_("note"))
    reason = MultilingualField(_("why we read it so"))
    visibility = models.CharField(
        _("who may see it"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = [F("starts_on").desc(nulls_last=True), "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(starts_on=None) | Q(last_day__gte=F("starts_on")),
                name="meeting_ends_on_or_after_its_first_day",
            )
        ]


class Phase(Record, Reading):
    """A phase of the dialogue."""

    address_kind = "phase"

    number = models.CharField(_("number"), max_length=10)
    name = MultilingualField(_("name"), blank=False)
    text = MultilingualField(_("what marks it"))

    class Meta(Reading.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["starts_on", "key"]


class Milestone(Record):
    """A dated event that changed the dialogue."""

    address_kind = "milestone"

    title = MultilingualField(_("title"), blank=False)
    text = MultilingualField(_("what happened"))
    happened_on = models.DateField(_("day"), null=True, blank=True)
    told = models.CharField(_("day, as told"), max_length=40, blank=True)
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=_("meeting"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
    )
    reason = MultilingualField(_("why we read it so"))

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = [F("happened_on").asc(nulls_last=True), "key"]
