"""What states themselves say: national figures beside the international ones, and their frame of laws and authorities."""

from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convene.core.failures import Failure
from convene.core.fields import MultilingualField
from convene.core.records import Record
from convene.core.told import tell
from convene.observatory.enums import FrameTopic, SubmissionStatus
from convene.observatory.models.catalogue import Indicator
from convene.registry.models import State


def told_day_is_readable(text: str) -> None:
    try:
        tell(text)
    except Failure as error:
        raise ValidationError(
            _("Write 2024-12-31, 2024-12, 2024 or a range such as 2024-01..2024-06.")
        ) from error


number_is_written_plainly = RegexValidator(
    r"^-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?\Z",
    _("Write digits only, with a dot before decimals: 2485, 9.8."),
)


class Submission(Record):
    """
    Something that the contact point of a state has submitted and the secretariat accepts or declines.

    Only what was accepted is public. Persons are remembered for the record of steps, never shown to the public.
    """

    state = models.ForeignKey(State, verbose_name=_("state"), on_delete=models.PROTECT, related_name="+")
    status = models.CharField(
        _("status"), max_length=10, choices=SubmissionStatus, default=SubmissionStatus.SUBMITTED
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.status == SubmissionStatus.SUBMITTED


class NationalValue(Submission):
    """
    A figure of the state's own statistics, shown beside the international one with its own definition.

    `unit` is left empty where it is the indicator's own unit. `reference_date` is what the figure is of, as told.
    """

    address_kind = "national-value"

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="national_values"
    )
    value = models.CharField(
        _("value"),
        max_length=24,
        validators=[number_is_written_plainly],
        help_text=_("Digits, with a dot before decimals: 2485, 9.8."),
    )
    unit = models.CharField(
        _("unit, where it is another one"), max_length=40, blank=True, help_text=_("Such as CZK.")
    )
    definition = MultilingualField(_("what is counted"), blank=False)
    reference_date = models.CharField(
        _("reference date"),
        max_length=40,
        validators=[told_day_is_readable],
        help_text=_("The day or year the figure is of: 2024-12-31, 2024."),
    )
    source = models.CharField(_("source"), max_length=300, help_text=_("Who published it, where and when."))
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("national figure")
        verbose_name_plural = _("national figures")
        ordering = ["state", "indicator", "-reference_date", "key"]
        indexes = [models.Index(fields=["state", "status"], name="national_value_by_state")]

    @property
    def number(self) -> Decimal:
        return Decimal(self.value)


class FrameEntry(Submission):
    """One line of a state's national frame: an authority, a law, a rule of citizenship, a trend. Dated and sourced."""

    address_kind = "frame-entry"

    topic = models.CharField(_("topic"), max_length=20, choices=FrameTopic)
    text = MultilingualField(_("text"), blank=False)
    as_of = models.CharField(
        _("as of"),
        max_length=40,
        validators=[told_day_is_readable],
        help_text=_("The day the entry is of: of a law the day it was adopted, else the day it was checked."),
    )
    ended_on = models.DateField(_("no longer so from"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("entry of a national frame")
        verbose_name_plural = _("entries of national frames")
        ordering = ["state", "topic", "position", "as_of", "key"]
        indexes = [models.Index(fields=["state", "status"], name="frame_entry_by_state")]


class Coverage(Record):
    """The explicit decision to cover a state that does not take part. Participants need none."""

    address_kind = "coverage"

    state = models.OneToOneField(State, verbose_name=_("state"), on_delete=models.PROTECT, related_name="+")
    decision = MultilingualField(_("decision"), blank=False)
    decided_on = models.DateField(_("decided on"))
    ends_on = models.DateField(_("until (first day after)"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision to cover a state")
        verbose_name_plural = _("decisions to cover states")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=models.F("decided_on")),
                name="coverage_ends_after_it_was_decided",
            )
        ]
