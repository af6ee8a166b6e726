"""Public addresses of the Migration Observatory, under /<language>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
