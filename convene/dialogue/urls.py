"""Public addresses of meetings and the timeline, under /<language>/."""

from django.urls import path, re_path

from convene.dialogue.views import meetings, timeline

FORMS = r"(?P<form>csv|json|atom)"

urlpatterns = [
    path("meetings", meetings.meetings, name="meetings"),
    path("meetings.ics", meetings.meetings_calendar, name="meetings_calendar"),
    re_path(rf"^meetings\.{FORMS}$", meetings.meetings_data, name="meetings_data"),
    path("meeting/<str:key>.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("meeting/<str:key>", meetings.meeting, name="meeting"),
    path("timeline", timeline.timeline, name="timeline"),
    re_path(rf"^(?P<name>timeline|milestones|phases)\.{FORMS}$", timeline.data, name="timeline_data"),
]
