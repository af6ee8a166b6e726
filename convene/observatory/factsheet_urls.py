"""Addresses of factsheets, public and at the desk, under /<language>/."""

from django.urls import path, re_path

from convene.observatory.views import desk_factsheets, factsheets

STATE = "(?P<code>[A-Z]{3})"

urlpatterns = [
    path("factsheets", factsheets.factsheets, name="factsheets"),
    re_path(
        rf"^factsheet/{STATE}\.(?P<form>pdf|docx|json)$", factsheets.factsheet_file, name="factsheet_file"
    ),
    path("factsheet/<str:code>", factsheets.factsheet, name="factsheet"),
    path("desk/factsheets", desk_factsheets.factsheets, name="desk_factsheets"),
    re_path(rf"^desk/factsheet/{STATE}$", desk_factsheets.factsheet, name="desk_factsheet"),
    re_path(
        rf"^desk/factsheet/{STATE}/submit/(?P<kind>value|entry)$",
        desk_factsheets.submit,
        name="desk_factsheet_submit",
    ),
    re_path(rf"^desk/factsheet/{STATE}/decide$", desk_factsheets.decide, name="desk_factsheet_decide"),
    re_path(rf"^desk/factsheet/{STATE}/step$", desk_factsheets.step, name="desk_factsheet_step"),
    re_path(rf"^desk/factsheet/{STATE}/preview$", desk_factsheets.preview, name="desk_factsheet_preview"),
]
