"""
Who exists and who holds what, in time, according to whom.

Readings (participation, terms, designations, memberships) are the rows that pages use. What sources
say stands in `Claim`; `Citation` and `Ground` tie any row of the record, by its address, to its
sources and to the claims it rests on.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Dated, DatedQuerySet, Record
from convene.core.visibility import Visibility, VisibleQuerySet
from convene.registry.enums import (
    ActorKind,
    DesignationPolicy,
    Manner,
    OfficeKind,
    ParticipationStatus,
    SourceKind,
)


class Dialogue(Record):
    """The one dialogue that this database holds: names, languages, time zone, notices."""

    address_kind = "dialogue"

    name = MultilingualField(_("name"), blank=False)
    short_name = MultilingualField(_("short name"), blank=False)
    tagline = MultilingualField(_("one sentence of what it is"))
    official = models.BooleanField(_("adopted by the dialogue itself"), default=False)
    invented = models.BooleanField(_("invented, for demonstration"), default=False)
    unofficial_notice = MultilingualField(_("notice while it is unofficial"))
    languages = models.CharField(_("languages, the source language first"), max_length=60, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    as_of = models.DateField(_("as last sourced on"), null=True, blank=True)
    website = models.URLField(_("official website"), blank=True)
    participants_word = MultilingualField(_("word for those who take part"))
    designation_policy = models.CharField(
        _("which designation new text uses"),
        max_length=10,
        choices=DesignationPolicy,
        default=DesignationPolicy.TODAY,
    )
    map_notice = MultilingualField(_("notice under maps"))
    credits = MultilingualField(_("credits and funding notice"))

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogue")

    @property
    def language_codes(self) -> list[str]:
        return [code.strip() for code in self.languages.split(";") if code.strip()]


class Source(Record):
    """A document, page or press report that says something; the end of every citation."""

    address_kind = "source"

    title = models.CharField(_("title, as printed"), max_length=500)
    title_language = models.CharField(_("language of the title"), max_length=10, default="en")
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind, default=SourceKind.OTHER)
    url = models.URLField(_("address on the web"), max_length=600, blank=True)
    published = models.CharField(_("published, as told"), max_length=40, blank=True)
    seen_on = models.DateField(_("seen on"), null=True, blank=True)
    note = MultilingualField(_("what it is"))

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]


class Concept(Record):
    """A word of a controlled list: kinds of meetings, kinds of documents, kinds of differences."""

    address_kind = "concept"

    scheme = models.CharField(_("list"), max_length=40, db_index=True)
    name = MultilingualField(_("name"), blank=False)
    plural = MultilingualField(_("name, plural"))
    note = MultilingualField(_("meaning"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("word of a list")
        verbose_name_plural = _("controlled lists")
        ordering = ["scheme", "position", "key"]


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


class Reading(Dated):
    """A dated row that our pages use, chosen from what sources claim; `reason` says why this choice."""

    reason = MultilingualField(_("why we read it so"))

    class Meta(Dated.Meta):
        abstract = True


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


class Claim(Record):
    """
    What one source says of one property of one subject. Claims may contradict; that is their purpose.

    A claim is added or superseded, never edited. `subject` is an address with a property
    (`state/UKR#joined`), `value` what is said, in the words or figures of the source where possible.
    """

    address_kind = "claim"

    subject = models.CharField(_("about"), max_length=200, db_index=True)
    value = MultilingualField(_("what it says"), blank=False)
    quote = models.CharField(_("short quotation"), max_length=300, blank=True)
    quote_language = models.CharField(_("language of the quotation"), max_length=10, blank=True)
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="claims"
    )
    place = models.CharField(_("place in the source"), max_length=120, blank=True)
    starts_told = models.CharField(_("true from, as told"), max_length=40, blank=True)
    ends_told = models.CharField(_("true until, as told"), max_length=40, blank=True)
    manner = models.CharField(_("how we know"), max_length=12, choices=Manner, default=Manner.SEEN)
    recorded_on = models.DateField(_("recorded on"))
    superseded_by = models.ForeignKey(
        "self",
        verbose_name=_("superseded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
    )
    visibility = models.CharField(
        _("who may see it"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )

    class Claims(VisibleQuerySet):
        body_lookup = ""

    objects = Claims.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["key"]


class Difference(Record):
    """A numbered disagreement between sources: its claims (by `Ground`), our reading, who may see it."""

    address_kind = "difference"

    number = models.PositiveSmallIntegerField(_("number"), unique=True)
    subject = MultilingualField(_("subject"), blank=False)
    kinds = models.ManyToManyField(Concept, verbose_name=_("kinds"), related_name="+")
    reading = MultilingualField(_("our reading"))
    about = models.JSONField(_("pages it touches"), default=list, blank=True)  # addresses
    visibility = models.CharField(
        _("who may see it"), max_length=12, choices=Visibility, default=Visibility.PUBLIC
    )
    decided_because = MultilingualField(_("why it is shown or kept internal"))

    class Differences(VisibleQuerySet):
        body_lookup = ""

    objects = Differences.as_manager()

    class Meta:
        verbose_name = _("difference between sources")
        verbose_name_plural = _("differences between sources")
        ordering = ["number"]


class Statement(Record, Reading):
    """
    A paragraph about the dialogue under a topic: what it is, objectives, financing, contact data,
    and each field of the IOM profile page. Dated and sourced like every other fact.
    """

    address_kind = "statement"

    topic = models.CharField(_("topic"), max_length=60, db_index=True)
    title = MultilingualField(_("title"))
    text = MultilingualField(_("text"), blank=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta(Reading.Meta):
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["topic", "position", "key"]


class Gap(Record):
    """Something that no source we saw says. Shown as a known gap, never filled from imagination."""

    address_kind = "gap"

    title = MultilingualField(_("what is not known"), blank=False)
    text = MultilingualField(_("what was looked for, and where it may be found"))
    about = models.JSONField(_("pages it touches"), default=list, blank=True)  # addresses
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("known gap")
        verbose_name_plural = _("known gaps")
        ordering = ["position", "key"]


class Link(Record):
    """One thread between two things of the record, by their addresses: adopted-at, part-of, led-to."""

    address_kind = "link"

    start = models.CharField(_("from"), max_length=200, db_index=True)
    relation = models.ForeignKey(
        Concept, verbose_name=_("relation"), on_delete=models.PROTECT, related_name="+"
    )
    end = models.CharField(_("to"), max_length=200, db_index=True)
    note = MultilingualField(_("note"))

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["start", "relation", "end"], name="link_stands_once"),
        ]


class Citation(models.Model):
    """The source, and the place in it, that a row of the record rests on."""

    address = models.CharField(max_length=200, db_index=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="citations")
    place = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["address", "position"]
        constraints = [
            models.UniqueConstraint(fields=["address", "source", "place"], name="citation_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address} cites {self.source_id}"


class Ground(models.Model):
    """A claim that a reading, or a difference, rests on."""

    address = models.CharField(max_length=200, db_index=True)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="grounds")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["address", "position"]
        constraints = [models.UniqueConstraint(fields=["address", "claim"], name="ground_stands_once")]

    def __str__(self) -> str:
        return f"{self.address} rests on {self.claim_id}"


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
