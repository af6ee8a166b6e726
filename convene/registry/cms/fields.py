"""Form fields for what a pack writes in a cell: sources, claims, addresses, days as told, references."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from convene.core.addresses import parse_address
from convene.core.failures import Failure
from convene.core.tables import table_of_kind
from convene.core.told import tell
from convene.core.viewer import Viewer
from convene.registry.citing import parse_citation, split_cell
from convene.registry.cms.labels import label_of
from convene.registry.models import Claim, Source

SOURCES_HELP = _(
    "Key of a source, and after a colon the place in it; several are parted by semicolons: S003:L28; P02"
)
CLAIMS_HELP = _("Keys of claims, parted by semicolons.")
ADDRESSES_HELP = _("One a line, as in meeting/2014-10-28-som-berlin or state/POL#joined.")
ADDRESS_HELP = _("As in state/UKR or state/UKR#joined.")
TOLD_HELP = _("As the source tells it: 2009-04-28, 2009-04, 2022, 2022-02..2022-10-24 or unknown.")


class SourcesField(forms.CharField):
    """`S003:L28; P02`. Every source must be in the record."""

    def clean(self, value):
        value = super().clean(value)
        keys = [parse_citation(part)[0] for part in split_cell(value)]
        known = set(Source.objects.filter(key__in=keys).values_list("key", flat=True))
        unknown = [key for key in dict.fromkeys(keys) if key not in known]
        if unknown:
            raise ValidationError(
                _("The record has no source %(keys)s. Add it under “Sources” first."),
                params={"keys": ", ".join(unknown)},
            )
        return "; ".join(split_cell(value))


class ClaimsField(forms.CharField):
    """Keys of claims; every one must be in the record."""

    def clean(self, value):
        value = super().clean(value)
        keys = split_cell(value)
        known = set(Claim.objects.filter(key__in=keys).values_list("key", flat=True))
        unknown = [key for key in dict.fromkeys(keys) if key not in known]
        if unknown:
            raise ValidationError(
                _("The record has no claim %(keys)s. Add it under “Claims” first."),
                params={"keys": ", ".join(unknown)},
            )
        return "; ".join(keys)


class AddressField(forms.CharField):
    """The address of one thing of the record, with or without a property."""

    def clean(self, value):
        value = super().clean(value).strip()
        return _known_address(value) if value else value


class AddressesField(forms.CharField):
    """Addresses, one a line; the row keeps them as a list."""

    widget = forms.Textarea

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data) -> bool:
        return _lines(data) != list(initial or [])

    def clean(self, value):
        return [_known_address(line) for line in _lines(super().clean(value))]


class ToldField(forms.CharField):
    """A day as a source tells it."""

    def clean(self, value):
        value = super().clean(value)
        if value:
            try:
                tell(value)
            except Failure as error:
                raise ValidationError(
                    _("“%(text)s” is not a day, a month, a year or a range of them."), params={"text": value}
                ) from error
        return value


class _NamedRows:
    """Rows by their names, in alphabetical order, instead of by their keys."""

    def offer(self, viewer: Viewer) -> None:
        """Fill the choices. Called once a form, because names depend on the reader's language."""
        rows = sorted(((row.pk, label_of(row, viewer)) for row in self.queryset), key=lambda pair: pair[1])
        nothing = [("", "—")] if getattr(self, "empty_label", None) is not None else []
        self.choices = [*nothing, *rows]


class RowField(_NamedRows, forms.ModelChoiceField):
    """One row of another table."""


class RowsField(_NamedRows, forms.ModelMultipleChoiceField):
    """Several rows of another table."""

    widget = forms.CheckboxSelectMultiple
    empty_label = None


def _lines(text) -> list[str]:
    if isinstance(text, list):
        return text
    return [line.strip() for line in (text or "").replace(";", "\n").splitlines() if line.strip()]


def _known_address(text: str) -> str:
    try:
        address = parse_address(text)
    except Failure as error:
        raise ValidationError(
            _("“%(text)s” is not an address. Write kind/key, as in state/UKR."), params={"text": text}
        ) from error
    table = table_of_kind(address.kind)
    if table is None or not table.rows().filter(key=address.key).exists():
        raise ValidationError(_now("The record has nothing at “%(text)s”.") % {"text": address.thing})
    return str(address)
