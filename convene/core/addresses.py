"""
Addresses: one name for every thing, `state/UKR`, `meeting/2014-10-28-som-berlin`.

The same address is the public URL after the language, the API id, the pack key, the label in the
audit trail, the search id and the subject of claims, where `#property` may follow: `state/UKR#joined`.
"""

from __future__ import annotations

import builtins
import re
from dataclasses import dataclass
from functools import lru_cache

from convene.core.failures import Failure

_FORM = re.compile(r"([a-z][a-z-]*)/([A-Za-z0-9][A-Za-z0-9._-]*)(?:#([a-z][a-z0-9_.-]*))?")
KEY_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]*"


class NotAnAddress(Failure):
    def __init__(self, text: str) -> None:
        super().__init__(
            f"address '{text}'",
            "this is not an address",
            "Write kind/key or kind/key#property, as in state/UKR#joined.",
        )


@dataclass(frozen=True)
class Address:
    kind: str
    key: str
    property: str = ""

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}" + (f"#{self.property}" if self.property else "")

    @builtins.property  # the field above has taken the plain name
    def thing(self) -> str:
        """The address without its property."""
        return f"{self.kind}/{self.key}"


@lru_cache(maxsize=4096)
def parse_address(text: str) -> Address:
    """Read an address; raise NotAnAddress."""
    match = _FORM.fullmatch(text.strip())
    if not match:
        raise NotAnAddress(text)
    return Address(match[1], match[2], match[3] or "")
