"""The languages of a text side by side in one form."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convene.core.text import Text, Translation, TranslationState, fingerprint

_LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "fr": "Français"}
STATE_NAMES = {
    TranslationState.SOURCE: _("source text"),
    TranslationState.REVIEWED: _("reviewed"),
    TranslationState.UNREVIEWED: _("translated, not reviewed"),
    TranslationState.MACHINE: _("machine translation"),
    TranslationState.STALE: _("the source has changed since"),
    TranslationState.MISSING: _("missing"),
}
REVIEWABLE = frozenset({TranslationState.UNREVIEWED, TranslationState.MACHINE, TranslationState.STALE})


def form_languages() -> list[str]:
    """The languages a form offers: the dialogue's, set at start-up by `registry`, else settings."""
    return list(getattr(settings, "DIALOGUE_LANGUAGES", None) or [code for code, _name in settings.LANGUAGES])


def review_name(field: str, language: str) -> str:
    """Name of the box by which an editor confirms the translation of a field."""
    return f"{field}-reviewed-{language}"


class MultilingualWidget(forms.MultiWidget):
    template_name = "core/multilingual_widget.html"

    def __init__(self, languages, long=False, attrs=None):
        self.languages = languages
        widget = forms.Textarea if long else forms.TextInput
        parts = {}
        for language in languages:
            part = {"lang": language, "aria-label": _LANGUAGE_NAMES.get(language, language)}
            if long:
                part["rows"] = 4
            parts[language] = widget(attrs=part)
        super().__init__(parts, attrs)

    def decompress(self, value):
        plain = value.plain() if isinstance(value, Text) else {}
        return [plain.get(language, "") for language in self.languages]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for language, part in zip(self.languages, context["widget"]["subwidgets"], strict=True):
            part["language"] = language
            part["language_name"] = _LANGUAGE_NAMES.get(language, language)
            if isinstance(value, Text) and value:
                state = value.state(language)
                part["state"], part["state_name"] = str(state), STATE_NAMES[state]
                if state in REVIEWABLE:
                    part["review_name"] = review_name(name, language)
        return context


class MultilingualFormField(forms.MultiValueField):
    """
    Edits a Text. Changing the source makes untouched translations stale;
    changing a translation makes it unreviewed, of the present source.
    """

    def __init__(self, *, long=False, languages=None, **kwargs):
        self.languages = languages or form_languages()
        for name in ("encoder", "decoder"):
            kwargs.pop(name, None)
        kwargs.pop("max_length", None)
        super().__init__(
            fields=[forms.CharField(required=False, strip=True) for _language in self.languages],
            widget=MultilingualWidget(self.languages, long),
            require_all_fields=False,
            **kwargs,
        )

    def compress(self, values):
        return Text.from_plain(dict(zip(self.languages, values or [], strict=False)))

    def has_changed(self, initial, data):
        before = initial.plain() if isinstance(initial, Text) else {}
        after = {k: v for k, v in zip(self.languages, data or [], strict=False) if v}
        return {k: v for k, v in before.items() if k in self.languages and v} != after


def merge_edited(before: Text, edited: Text) -> Text:
    """
    Lay the wording of `edited` over `before` and keep what is known of untouched translations.

    A translation that the editor did not touch keeps its state and the fingerprint of the source it
    was made from, so it turns stale when the source changed; one that was touched is of today's source.
    """
    if not before:
        return edited
    source = before.source if edited.values.get(before.source) else edited.source
    if not edited.values.get(source):
        return edited
    mark = fingerprint(edited.values[source].text)
    values: dict[str, Translation] = {}
    for language, value in edited.values.items():
        old = before.values.get(language)
        if language == source:
            values[language] = Translation(value.text, TranslationState.SOURCE, mark)
        elif old and old.text == value.text:
            values[language] = old
        else:
            values[language] = Translation(value.text, TranslationState.UNREVIEWED, mark)
    for language, old in before.values.items():
        values.setdefault(
            language, old
        ) if language not in edited.values and language not in form_languages() else None
    return Text(source, values)
