"""What is filled in at the desk of a factsheet: a national figure, an entry of the frame, a decision, a comment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from convene.core.text import Text
from convene.observatory.enums import FrameTopic
from convene.observatory.factsheets.lines import CODES
from convene.observatory.models import Indicator

Languages = Sequence[tuple[str, str]]


class _SubmissionForm(forms.Form):
    """A text in every language side by side, and where the statement comes from. The operation checks the rest."""

    text_name = "text"  # the attribute of the row that the text becomes
    text_label: Any = _("Text")

    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("Who published it, where and when.")
    )
    source_url = forms.URLField(
        label=_("Address of the source"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args, languages: Languages, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code, own in languages:
            widget = forms.Textarea(attrs={"lang": code, "rows": 3})
            self.fields[f"text_{code}"] = forms.CharField(
                label=own, required=False, max_length=4000, widget=widget
            )

    def clean(self):
        values = super().clean()
        if not any(values.get(f"text_{code}") for code, _own in self.languages):
            self.add_error(f"text_{self.languages[0][0]}", _("Write it in one language at least."))
        return values

    @property
    def text_fields(self) -> list:
        return [self[f"text_{code}"] for code, _own in self.languages]

    @property
    def other_fields(self) -> list:
        return [field for field in self if not field.name.startswith("text_")]

    def values(self) -> dict[str, Any]:
        """What was filled in, as attributes of the row."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith("text_")}
        texts = {code: self.cleaned_data.get(f"text_{code}", "") for code, _own in self.languages}
        return {**given, self.text_name: Text.from_plain(texts)}

    def refuse(self, refused: ValidationError) -> None:
        """Say beside its field what the row's own checks have against a value."""
        for name, messages in getattr(refused, "message_dict", {"": refused.messages}).items():
            field = f"text_{self.languages[0][0]}" if name == self.text_name else name
            self.add_error(field if field in self.fields else None, messages)


class NationalValueForm(_SubmissionForm):
    """A figure of the state's own statistics, with its definition, its day and its source."""

    text_name = "definition"
    text_label = _("What is counted")

    indicator = forms.ModelChoiceField(
        label=_("Indicator"), queryset=Indicator.objects.none(), empty_label="–", to_field_name="key"
    )
    value = forms.CharField(
        label=_("Value"), max_length=24, help_text=_("Digits, with a dot before decimals: 2485, 9.8.")
    )
    unit = forms.CharField(
        label=_("Unit, where it is another one"), max_length=40, required=False, help_text=_("Such as CZK.")
    )
    reference_date = forms.CharField(
        label=_("Reference date"),
        max_length=40,
        help_text=_("The day or year the figure is of: 2024-12-31, 2024."),
    )
    field_order = ("indicator", "value", "unit", "reference_date", "source", "source_url")

    def __init__(self, *args, language: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["indicator"]
        choice.queryset = Indicator.objects.filter(key__in=CODES)
        choice.label_from_instance = lambda row: row.name.in_language(language)


class FrameEntryForm(_SubmissionForm):
    """A line of the national frame."""

    topic = forms.ChoiceField(label=_("Topic"), choices=FrameTopic.choices)
    as_of = forms.CharField(
        label=_("As of"),
        max_length=40,
        help_text=_("The day the entry is of: of a law the day it was adopted, else the day it was checked."),
    )
    field_order = ("topic", "as_of", "source", "source_url")

    def __init__(self, *args, language: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)


class StepForm(forms.Form):
    """A step on the way of the factsheet, with words where the step needs some."""

    STEPS = tuple((name, "") for name in ("show", "comment", "answer", "release", "take-back", "cover"))

    step = forms.ChoiceField(choices=STEPS)
    text = forms.CharField(max_length=4000, required=False)
    comment = forms.IntegerField(required=False)


class DecisionForm(forms.Form):
    """Accepting, declining or taking back something that was submitted."""

    KINDS = (("national-value", ""), ("frame-entry", ""))
    DECISIONS = (("accept", ""), ("decline", ""), ("withdraw", ""))

    kind = forms.ChoiceField(choices=KINDS)
    key = forms.CharField(max_length=120)
    decision = forms.ChoiceField(choices=DECISIONS)
    reason = forms.CharField(max_length=500, required=False)
