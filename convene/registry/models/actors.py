"""States and organisations, what they are called, where they belong and since when they take part."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.registry.enums import ActorKind, ParticipationStatus
from convene.registry.models.readings import Reading


class Actor(models.Model):
    """
    A state or an organisation: whoever can take part, hold an office, host or lead.

    It has no name of its own. Names come from `Designation`, through `designations.designation()`.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=ActorKind)
    key = models.CharField(_("code"), max_length=40, unique=True)
    alpha2 = models.CharField(_("two-letter code"), max_length=2, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
    )
    website = models.URLField(_("website"), blank=True)
    note = MultilingualField(_("note"))

    class Meta:
        verbose_name = _("state or organisation")
        verbose_name_plural = _("states and organisations")
        ordering = ["kind", "key"]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        return f"{self.kind}/{self.key}"

    @property
    def code(self) -> str:
        return self.key


class _StateManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind=ActorKind.STATE)


class _OrganisationManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(kind=ActorKind.ORGANISATION)


class State(Actor):
    """A state by its ISO 3166-1 alpha-3 code (XKX for Kosovo*)."""

    address_kind = "state"
    objects = _StateManager()

    class Meta:
        proxy = True
        verbose_name = _("state")
        verbose_name_plural = _("states")

    def save(self, *args, **kwargs):
        self.kind = ActorKind.STATE
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        self.kind = ActorKind.STATE
        super().clean_fields(exclude)


class Organisation(Actor):
    """An international organisation, EU institution or agency, national authority or network."""

    address_kind = "organisation"
    objects = _OrganisationManager()

    class Meta:
        proxy = True
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def save(self, *args, **kwargs):
        self.kind = ActorKind.ORGANISATION
        super().save(*args, **kwargs)

    def clean_fields(self, exclude=None):
        self.kind = ActorKind.ORGANISATION
        super().clean_fields(exclude)


class Designation(Record, Reading):
    """What an actor is called in one language during a period, with its obligatory footnote."""

    address_kind = "designation"

    actor = models.ForeignKey(
        Actor, verbose_name=_("state or organisation"), on_delete=models.CASCADE, related_name="designations"
    )
    language = models.CharField(_("language"), max_length=10)
    short = models.CharField(_("short name"), max_length=200)
    long = models.CharField(_("long name"), max_length=300, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    sort_key = models.CharField(
        _("sorts as"), max_length=200, help_text=_("Not the name: Türkiye keeps its place.")
    )
    mark = models.CharField(_("mark after the name"), max_length=3, blank=True)
    footnote = models.TextField(_("obligatory footnote"), blank=True)
    reviewed = models.BooleanField(_("confirmed by a person"), default=False)

    class Meta(Reading.Meta):
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        ordering = ["actor", "language", F("starts_on").asc(nulls_first=True)]
        constraints = [
            *Reading.Meta.constraints,
            models.CheckConstraint(
                condition=Q(mark="") | ~Q(footnote=""), name="designation_with_a_mark_has_its_footnote"
            ),
        ]


class Group(Record):
    """A group of states with members over time: EU, Schengen, Western Balkans."""

    address_kind = "group"

    name = MultilingualField(_("name"), blank=False)
    note = MultilingualField(_("note"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("group of states")
        verbose_name_plural = _("groups of states")
        ordering = ["position", "key"]


class GroupMembership(Record, Reading):
    """A state belonged to a group during a period."""

    address_kind = "group-membership"

    group = models.ForeignKey(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="memberships"
    )
    state = models.ForeignKey(
        State, verbose_name=_("state"), on_delete=models.CASCADE, related_name="group_memberships"
    )

    class Meta(Reading.Meta):
        verbose_name = _("membership of a group")
        verbose_name_plural = _("memberships of groups")


class Participation(Record, Reading):
    """A state or an organisation took part in the dialogue, in some status, during a period."""

    address_kind = "participation"

    actor = models.ForeignKey(
        Actor,
        verbose_name=_("state or organisation"),
        on_delete=models.PROTECT,
        related_name="participations",
    )
    status = models.CharField(
        _("status"), max_length=20, choices=ParticipationStatus, default=ParticipationStatus.PARTICIPATING
    )
    note = MultilingualField(_("note"))

    class Meta(Reading.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participation")


class Place(Record):
    """A town, or a state where no town is known. Its name stays as the local authorities write it today."""

    address_kind = "place"

    name = MultilingualField(_("name"), blank=False)
    state = models.ForeignKey(
        State, verbose_name=_("state"), on_delete=models.PROTECT, null=True, blank=True, related_name="places"
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
