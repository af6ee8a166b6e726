"""Sources, what they claim, where they differ, and what rests on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.core.visibility import Visibility, VisibleQuerySet
from convene.registry.enums import Manner, SourceKind
from convene.registry.models.dialogue import Concept


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
