"""What contact points fill in: the paragraphs and figures of a part, a step with its note, a new profile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from convene.observatory.operations.profile_writing import TypedParagraph
from convene.observatory.profile_rounds import ProfileKind
from convene.observatory.profile_text import typed_form
from convene.observatory.queries.profiles import Written
from convene.registry.citing import cited_text, parse_citation, split_cell
from convene.registry.models import Source

MOST_PARAGRAPHS = 60
LONGEST_PARAGRAPH = 20_000


class ParagraphForm(forms.Form):
    """One paragraph in every language side by side. One that is empty in all of them is not kept."""

    key = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput)
    sources = forms.CharField(
        label=_("Sources of the record"),
        required=False,
        max_length=500,
        help_text=_("Keys and places, as in S003:L28; P36"),
    )
    told_sources = forms.CharField(label=_("Other sources, in words"), required=False, max_length=500)

    def __init__(self, *args, languages: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        for code, own in languages:
            self.fields[f"text_{code}"] = forms.CharField(
                label=own,
                required=False,
                max_length=LONGEST_PARAGRAPH,
                strip=False,
                widget=forms.Textarea(attrs={"lang": code, "rows": 6}),
            )

    def clean_sources(self) -> str:
        cell = self.cleaned_data["sources"]
        keys = [parse_citation(part)[0] for part in split_cell(cell)]
        known = set(Source.objects.filter(key__in=keys).values_list("key", flat=True))
        if unknown := [key for key in keys if key not in known]:
            raise forms.ValidationError(
                _("There is no source %(keys)s in the record. Write it under “other sources”."),
                params={"keys": ", ".join(unknown)},
            )
        return cell

    @property
    def text_fields(self) -> list:
        return [self[f"text_{code}"] for code, _own in self.languages]

    def typed(self) -> TypedParagraph:
        """What was filled in, for `write_part`."""
        values = self.cleaned_data
        return TypedParagraph(
            texts={code: values.get(f"text_{code}") or "" for code, _own in self.languages},
            key=values.get("key") or "",
            sources=values.get("sources") or "",
            told_sources=values.get("told_sources") or "",
            position=values.get("ORDER") or MOST_PARAGRAPHS + 1,
        )


class FigureForm(forms.Form):
    """An indicator and a year. The value is looked up, never typed."""

    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1950, max_value=2100)

    def __init__(self, *args, choices: Sequence[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", "–"), *choices]

    def clean(self):
        values = super().clean()
        if bool(values.get("indicator")) != bool(values.get("year")) and not self.errors:
            raise forms.ValidationError(_("An indicator and a year belong together."))
        return values


class _Kept(BaseFormSet):
    """Errors of one form never hide those of another, and nothing typed is lost."""

    def kept(self) -> list[forms.Form]:
        """The forms that are filled in and not to be removed."""
        return [
            form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE", False)
        ]


ParagraphForms = formset_factory(
    ParagraphForm,
    formset=_Kept,
    extra=1,
    can_order=True,
    can_delete=True,
    max_num=MOST_PARAGRAPHS,
    absolute_max=MOST_PARAGRAPHS + 5,
    validate_max=True,
)
FigureForms = formset_factory(
    FigureForm, formset=_Kept, extra=1, can_delete=True, max_num=40, absolute_max=45, validate_max=True
)


def paragraphs_as_typed(written: Written) -> list[dict[str, str]]:
    """The initial values of a part's paragraphs, each text as its writer would type it."""
    return [
        {
            "key": row.key,
            "sources": cited_text(row.address),
            "told_sources": row.told_sources,
            **{f"text_{code}": typed_form(html) for code, html in row.text.plain().items()},
        }
        for row in written.paragraphs
    ]


class BeginForm(forms.Form):
    """A new profile: whose, after which template, of which year."""

    state = forms.ChoiceField(label=_("State"))
    kind = forms.ChoiceField(label=_("Template"), choices=ProfileKind.choices, initial=ProfileKind.LIGHT)
    year = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
    copy = forms.BooleanField(
        label=_("Begin with the text of the last profile"),
        required=False,
        initial=True,
        help_text=_("What is copied is marked until somebody edits it."),
    )

    def __init__(self, *args, states: Iterable[tuple[str, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = list(states)


class StepForm(forms.Form):
    """A step with a note. What cannot be taken back asks for a confirmation."""

    step = forms.CharField(widget=forms.HiddenInput, max_length=20)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    sure = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=1)
