"""Addresses for machines, without a language: SDMX REST, the catalogue of datasets."""

from django.urls import re_path

from convene.observatory.views import sdmx

PART = r"[^/]+"
FLOW = rf"(?P<context>{PART})/(?P<agency>{PART})/(?P<flow>{PART})"

urlpatterns = [
    re_path(
        rf"^sdmx/data/{FLOW}(?:/(?P<version>{PART}))?(?:/(?P<key>[^/]*))?/?$", sdmx.data, name="sdmx_data"
    ),
    re_path(rf"^sdmx/schema/{FLOW}(?:/(?P<version>{PART}))?/?$", sdmx.schema, name="sdmx_schema"),
    re_path(
        rf"^sdmx/structure/(?P<kind>{PART})(?:/(?P<agency>{PART}))?(?:/(?P<ident>{PART}))?(?:/(?P<version>{PART}))?/?$",
        sdmx.structure,
        name="sdmx_structure",
    ),
]
