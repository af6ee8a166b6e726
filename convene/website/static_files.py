"""Serving the collected static files before Django is there."""

from __future__ import annotations

import re
from pathlib import Path

from whitenoise.base import WhiteNoise
from whitenoise.string_utils import decode_path_info


class StaticFiles(WhiteNoise):
    """Collected static files, looked up when first asked for: nothing is scanned at the start."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            None, autorefresh=True, allow_all_origins=False, add_headers_function=_static_headers
        )
        self.add_files(str(folder), "/static/")
        self._found: dict[str, object] = {}

    def file_at(self, path: str):
        found = self._found.get(path)
        if found is None:
            found = self.find_file(decode_path_info(path))
            if found is not None:
                self._found[path] = found
        return found

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whether the name carries the hash of its content, as the collected ones do: ui.0123456789ab.css."""
        return re.search(r"\.[0-9a-f]{12}\.[a-z0-9]+\Z", url) is not None


def _static_headers(headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
