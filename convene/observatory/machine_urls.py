"""Addresses for machines, without a language: SDMX REST, the catalogue of datasets."""

from django.urls import re_path

from convene.observatory.views import data_catalogue, sdmx

PART = r"[^/]+"
FLOW = rf"(?P<context>{PART})/(?P<agency>{PART})/(?P<flow>{PART})"

# schema.jsonld before jsonld: the longer ending is the one meant.
FORM = r"(?P<form>ttl|schema\.jsonld|jsonld|csv-metadata\.json)"

urlpatterns = [
    re_path(
        r"^datasets(?:\.(?P<form>ttl|schema\.jsonld|jsonld))?$",
        data_catalogue.catalogue,
        name="data_catalogue",
    ),
    re_path(rf"^datasets/(?P<key>[a-zA-Z0-9_-]+)(?:\.{FORM})?$", data_catalogue.dataset, name="data_dataset"),
    re_path(r"^sdmx/?$", sdmx.index, name="sdmx"),
    re_path(
        rf"^sdmx/data/{FLOW}(?:/(?P<version>{PART}))?(?:/(?P<key>[^/]*))?/?$", sdmx.data, name="sdmx_data"
    ),
    re_path(rf"^sdmx/schema/{FLOW}(?:/(?P<version>{PART}))?/?$", sdmx.schema, name="sdmx_schema"),
    re_path(
        rf"^sdmx/structure/(?P<kind>{PART})(?:/(?P<agency>{PART}))?(?:/(?P<ident>{PART}))?(?:/(?P<version>{PART}))?"
        rf"(?:/(?P<item>{PART}))?/?$",
        sdmx.structure,
        name="sdmx_structure",
    ),
]
