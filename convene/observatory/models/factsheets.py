"""
The way of a factsheet: shown to its state, commented on, released by the secretariat. Nothing is typed here.

The figures of an edition that was shown or released are kept, so that an import later changes nothing of it.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convene.core.records import Record
from convene.registry.models import State


class Factsheet(Record):
    """
    Where the factsheet of a state stands. Its key is the state's code; its content is made from the figures.

    An edition is named by the fingerprint of its figures: the one that the state was shown last, and the one
    that was released; both are kept as `FactsheetEdition`. Where the figures have changed since, the two differ
    from that of today.
    """

    address_kind = "factsheet"

    state = models.OneToOneField(State, verbose_name=_("state"), on_delete=models.PROTECT, related_name="+")
    shown_fingerprint = models.CharField(_("edition shown to the state"), max_length=16, blank=True)
    shown_at = models.DateTimeField(_("shown at"), null=True, blank=True)
    released_fingerprint = models.CharField(_("edition released"), max_length=16, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("factsheet")
        verbose_name_plural = _("factsheets")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_fingerprint="", released_at=None)
                | (~Q(released_fingerprint="") & Q(released_at__isnull=False)),
                name="released_factsheet_has_its_edition",
            )
        ]

    @property
    def is_released(self) -> bool:
        return bool(self.released_fingerprint)


class FactsheetEdition(models.Model):
    """
    The figures of one edition as they were (`factsheets.kept` writes and reads them), in no language.

    Kept when the state is shown the factsheet and when it is released; never changed and never thrown away.
    """

    factsheet = models.ForeignKey(Factsheet, on_delete=models.CASCADE, related_name="editions")
    fingerprint = models.CharField(_("edition"), max_length=16)
    figures = models.JSONField(_("figures"))
    at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("kept edition of a factsheet")
        verbose_name_plural = _("kept editions of factsheets")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["factsheet", "fingerprint"], name="an_edition_of_a_factsheet_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.factsheet_id} {self.fingerprint}"


class FactsheetComment(models.Model):
    """What a contact point says about the factsheet before it is released, and the secretariat's answer."""

    factsheet = models.ForeignKey(Factsheet, on_delete=models.CASCADE, related_name="comments")
    edition = models.CharField(_("edition"), max_length=16)
    text = models.TextField(_("comment"), max_length=4000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("comment on a factsheet")
        verbose_name_plural = _("comments on factsheets")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.factsheet.key} {self.at:%Y-%m-%d}"
