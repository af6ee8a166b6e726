"""Abstract rows: everything in the record has a key and an address; much of it has a period."""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from convene.core.addresses import KEY_PATTERN
from convene.core.periods import Period
from convene.core.told import certainty_on

key_is_well_formed = RegexValidator(
    rf"^{KEY_PATTERN}\Z",
    _("Letters, digits, dot, hyphen and underscore only, beginning with a letter or digit."),
)


class Record(models.Model):
    """A row with a permanent key, unique among its kind. The key is never reused or changed."""

    address_kind: ClassVar[str] = ""

    key = models.CharField(_("key"), max_length=120, unique=True, validators=[key_is_well_formed])

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        return f"{self.address_kind}/{self.key}"

    def _get_FIELD_display(self, field):
        """The choice in words. Django's own puts all choices into words to find one."""
        value = getattr(self, field.attname)
        return force_str(_choices(field).get(value, value), strings_only=True)


@cache
def _choices(field: models.Field) -> dict:
    return dict(field.flatchoices)


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows that hold on `day`. A row holds up to, not including, `ends_on`."""
        return self.filter(
            Q(starts_on=None) | Q(starts_on__lte=day),
            Q(ends_on=None) | Q(ends_on__gt=day),
        )


class Dated(models.Model):
    """
    A period with the reading's exact days, and the text as told where a day is not known exactly.

    `ends_on` is exclusive. Empty days are open ends. Where `starts_told` or `ends_told` is given,
    the exact day beside it is our choice within that range, and the row's `reason` says why.
    """

    starts_on = models.DateField(_("from"), null=True, blank=True)
    starts_told = models.CharField(_("from, as told"), max_length=40, blank=True)
    ends_on = models.DateField(_("until (first day after)"), null=True, blank=True)
    ends_told = models.CharField(_("until, as told"), max_length=40, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=models.F("starts_on")),
                name="%(class)s_ends_after_it_starts",
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    def certainty_on(self, day) -> tuple[bool, bool]:
        """(certainly, possibly) held on `day`; see `core.told.certainty_on`."""
        return certainty_on(day, self.period, self.starts_told, self.ends_told)
