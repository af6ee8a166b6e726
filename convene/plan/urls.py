"""Public addresses of areas, plans, projects and pillars, under /<language>/."""

from django.urls import path, re_path

from convene.plan.views import areas, projects

LISTS = "areas|wordings|plans|provisions|projects|project_roles|outputs|pillars|workstreams"

urlpatterns = [
    path("areas", areas.areas, name="areas"),
    path("area/<str:key>", areas.area, name="area"),
    path("plans", areas.plans, name="plans"),
    path("plan/<str:key>", areas.plan, name="plan"),
    path("pillars", areas.pillars, name="pillars"),
    path("projects", projects.projects, name="projects"),
    path("project/<str:key>", projects.project, name="project"),
    re_path(rf"^(?P<name>{LISTS})\.(?P<form>csv|json|atom)$", projects.data, name="plan_data"),
]
