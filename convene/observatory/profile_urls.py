"""Addresses of Migration Profiles and of the desk, under /<language>/."""

from django.urls import path, re_path

from convene.observatory.views import desk, desk_profiles, desk_writing, profiles

STATE, KIND = "(?P<state>[A-Z]{3})", "(?P<kind>light|extended)"

urlpatterns = [
    path("profiles", profiles.profiles, name="profiles"),
    re_path(rf"^profile/{STATE}/{KIND}[-/](?P<year>\d{{4}})$", profiles.by_parts, name="profile_by_parts"),
    re_path(
        r"^profile/(?P<key>[A-Za-z0-9-]+)\.(?P<form>pdf|docx|json)$",
        profiles.profile_file,
        name="profile_file",
    ),
    path("profile/<str:key>", profiles.profile, name="profile"),
    path("profile/<str:key>/version/<int:number>", profiles.profile, name="profile_version"),
    path("profile/<str:key>/compare", profiles.compare, name="profile_compare"),
    path("desk", desk.desk, name="desk"),
    path("desk/profiles", desk_profiles.profiles, name="desk_profiles"),
    path("desk/profile/<str:key>", desk_profiles.profile, name="desk_profile"),
    path("desk/profile/<str:key>/part/<str:part>", desk_writing.part, name="desk_profile_part"),
    path("desk/profile/<str:key>/step", desk_profiles.step, name="desk_profile_step"),
    path("desk/profile/<str:key>/new-version", desk_profiles.new_version, name="desk_profile_new_version"),
    path("desk/profile/<str:key>/version/<int:number>", desk_profiles.preview, name="desk_profile_preview"),
    path("desk/profile/<str:key>/compare", desk_profiles.compare, name="desk_profile_compare"),
]
