"""The names of static files, while and after they are collected."""

import json

from django.core.files.storage import storages

from convene.ui.environment import static
from convene.website.static_storage import CollectedStaticFiles, read_collected_names


def test_names_asked_for_before_the_end_of_collecting_are_not_kept(settings, tmp_path):
    """The process that renders pages ahead may ask for a name while another still collects the files."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": f"{CollectedStaticFiles.__module__}.{CollectedStaticFiles.__qualname__}"},
    }
    assert isinstance(storages["staticfiles"], CollectedStaticFiles)
    static.cache_clear()
    try:
        before = static("ui/tokens.css")
        (tmp_path / "staticfiles.json").write_text(
            json.dumps(
                {"paths": {"ui/tokens.css": "ui/tokens.0123456789ab.css"}, "version": "1.1", "hash": "ab"}
            )
        )

        read_collected_names()

        assert (before, static("ui/tokens.css")) == (
            "/static/ui/tokens.css",
            "/static/ui/tokens.0123456789ab.css",
        )
    finally:
        static.cache_clear()
