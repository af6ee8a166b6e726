"""How values of the record are written into the audit trail."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from convene.core.text import Text


class RecordEncoder(DjangoJSONEncoder):
    """Days and moments as ISO text, a text as its wording by language, a row as its address (or its key)."""

    def default(self, value: Any) -> Any:
        if isinstance(value, Text):
            return value.plain()
        if isinstance(value, Model):
            return getattr(value, "address", None) or str(value.pk)
        if isinstance(value, (set, frozenset)):
            return sorted(value, key=str)
        return super().default(value)
