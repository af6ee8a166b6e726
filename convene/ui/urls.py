from django.urls import path

from convene.ui import views

urlpatterns = [path("patterns", views.patterns, name="patterns")]
