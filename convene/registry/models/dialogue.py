"""The dialogue itself, what is said about it, and what nobody says."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.registry.enums import DesignationPolicy
from convene.registry.models.readings import Reading


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
