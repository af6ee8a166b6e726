"""Storing a `core.text.Text` in one JSON column, on SQLite and PostgreSQL alike."""

import json
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models

from convene.core.text import Text


@lru_cache(maxsize=4096)
def _read(stored: str) -> Text | str:
    """
    Read what a column holds. Pages show the same texts again and again, and a Text never changes.

    A key transform (name__sort__ru) selects a bare string, which is handed through.
    """
    value = json.loads(stored)
    return Text.from_json(value) if isinstance(value, dict) or value is None else value


class MultilingualField(models.JSONField):
    """
    A column that holds a Text.

    The stored JSON also has, per language, the folded text (`name__fold__ru__contains`) and the
    sort key (`name__sort__ru`), because SQLite compares Cyrillic byte by byte.
    """

    def __init__(self, *args, max_length=None, **kwargs):
        kwargs.setdefault("default", Text)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.text_max_length = max_length

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.text_max_length:
            kwargs["max_length"] = self.text_max_length
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return _read(value) if isinstance(value, str) else Text.from_json(value)

    def to_python(self, value):
        if isinstance(value, Text):
            return value
        if value is None or isinstance(value, dict):
            return Text.from_json(value)
        raise ValidationError("A multilingual text is needed, not %(value)r.", params={"value": value})

    def get_prep_value(self, value):
        if isinstance(value, Text):
            value = value.to_json()
        return super().get_prep_value(value)

    def value_to_string(self, obj):
        return self.value_from_object(obj).to_json()

    def validate(self, value, model_instance):
        if not self.blank and not value:
            raise ValidationError(self.error_messages["blank"], code="blank")
        if self.text_max_length:
            for language, text in value.plain().items():
                if len(text) > self.text_max_length:
                    raise ValidationError(
                        "%(language)s: at most %(most)s characters, %(found)s given.",
                        params={"language": language, "most": self.text_max_length, "found": len(text)},
                    )

    def formfield(self, **kwargs):
        from convene.core.forms import MultilingualFormField

        return models.Field.formfield(
            self, **{"form_class": MultilingualFormField, "long": self.text_max_length is None, **kwargs}
        )
