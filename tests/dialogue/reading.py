"""Reading answers back: keys of rows, events of a calendar, bands of the timeline."""

import re

from icalendar import Calendar


def keys(rows):
    return [row.key for row in rows]


def events_of(response):
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert not calendar.errors
    return calendar, {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def bands(html):
    """Title of each phase -> keys of its milestones."""
    found = {}
    for part in html.split('<section class="phase"')[1:]:
        title = re.search(r'class="phase-head"><h2>(.*?)</h2>', part)
        found[title[1] if title else ""] = re.findall(r'<li class="event" id="([^"]+)"', part)
    return found
