"""What the figures are: their datasets, indicators, editions, files and areas. The figures are in `store`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.observatory.enums import (
    Counted,
    CounterpartRole,
    Measure,
    Moment,
    PopulationConcept,
    Section,
    TerritoryKind,
)
from convene.registry.models import Actor


class Dataset(Record):
    """A publisher's dataset under one licence, with one adapter. Its editions live side by side."""

    address_kind = "dataset"

    producer = models.ForeignKey(
        Actor, verbose_name=_("producer"), on_delete=models.PROTECT, related_name="datasets"
    )
    title = MultilingualField(_("title"), blank=False)
    licence = models.CharField(_("licence"), max_length=120)
    licence_url = models.URLField(_("text of the licence"), max_length=300, blank=True)
    attribution = MultilingualField(_("attribution"), blank=False)
    url = models.URLField(_("address on the web"), max_length=300, blank=True)
    note = MultilingualField(_("what to know about it"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["position", "key"]


class Indicator(Record):
    """
    What a number is a number of. The key is the code of addresses, the API and files, and stays.

    `measure`, `population`, `counted` and `moment` are its concept: see `convene.observatory.comparability`.
    """

    address_kind = "indicator"

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("dataset"), on_delete=models.PROTECT, related_name="indicators"
    )
    name = MultilingualField(_("name"), blank=False)
    unit = models.CharField(_("code of the unit"), max_length=30)
    unit_name = MultilingualField(_("unit"), blank=False)
    definition = MultilingualField(_("definition"), blank=False)
    measure = models.CharField(_("what is measured"), max_length=10, choices=Measure, default=Measure.STOCK)
    population = models.CharField(
        _("of whom"), max_length=30, choices=PopulationConcept, default=PopulationConcept.ALL
    )
    counted = models.CharField(_("what is counted"), max_length=15, choices=Counted, default=Counted.PERSONS)
    moment = models.CharField(_("at which moment"), max_length=15, choices=Moment, default=Moment.DURING_YEAR)
    rounding = models.PositiveIntegerField(
        _("rounded by the producer to"), default=1, help_text=_("0 where it is not rounded.")
    )
    decimals = models.PositiveSmallIntegerField(_("decimals shown"), default=0)
    derivation = MultilingualField(_("how we make it from the file"))
    counterpart_role = models.CharField(
        _("other side"), max_length=15, choices=CounterpartRole, default=CounterpartRole.NONE
    )
    section = models.CharField(_("section"), max_length=15, choices=Section, default=Section.GENERAL)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["section", "position", "key"]


class Snapshot(Record):
    """A publisher's file, its bytes unchanged: the key begins the checksum."""

    address_kind = "snapshot"

    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64, unique=True)
    file_name = models.CharField(_("name of the file"), max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    origin = models.CharField(_("where it was found"), max_length=400, blank=True)
    retrieved_on = models.DateField(_("retrieved on"), null=True, blank=True)
    licence = models.CharField(_("licence, as stated there"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("publisher's file")
        verbose_name_plural = _("publishers' files")
        ordering = ["key"]


class Edition(Record):
    """
    One edition of a dataset: what its producer said at one time.

    `complete` says whether all of the file's figures are in the store or only those that the pack carries.
    `generation` names the folder's content; `indicators` are the codes that the edition has figures of.
    """

    address_kind = "edition"

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("dataset"), on_delete=models.PROTECT, related_name="editions"
    )
    label = models.CharField(_("edition"), max_length=60)
    published = models.CharField(_("published, as told"), max_length=40, blank=True)
    citation = models.CharField(_("citation"), max_length=500, blank=True)
    snapshot = models.ForeignKey(
        Snapshot,
        verbose_name=_("publisher's file"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
    )
    rows = models.PositiveIntegerField(_("figures"), default=0)
    complete = models.BooleanField(_("all of the file"), default=False)
    note = MultilingualField(_("what to know about it"))
    generation = models.CharField(max_length=40, blank=True, editable=False)
    indicators = models.JSONField(default=list, blank=True, editable=False)
    imported_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["dataset", "label"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "label"], name="edition_once_a_dataset"),
        ]


class Territory(Record):
    """An area that figures are about and that may take no part in the dialogue, or be no state."""

    address_kind = "territory"

    alpha2 = models.CharField(_("two-letter code"), max_length=2, blank=True)
    m49 = models.CharField(_("number of the United Nations (M49)"), max_length=3, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=TerritoryKind, default=TerritoryKind.STATE)
    name = MultilingualField(_("name"), blank=False)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["key"]


class TerritoryNote(Record):
    """What a producer's figures of an area include or leave out. It stands wherever these figures stand."""

    address_kind = "territory-note"

    dataset = models.ForeignKey(
        Dataset, verbose_name=_("dataset"), on_delete=models.CASCADE, related_name="territory_notes"
    )
    area = models.CharField(_("area"), max_length=20)
    text = MultilingualField(_("what the figures include"), blank=False)

    class Meta:
        verbose_name = _("note on a territory")
        verbose_name_plural = _("notes on territories")
        ordering = ["dataset", "area", "key"]
