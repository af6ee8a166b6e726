"""
Every kind of public page, with one address of it in the Prague record (without the language).

A page that is new gets its line here; `test_page_types` says so when it is missing.
"""

PAGE_TYPES = {
    "home": "",
    "about": "about",
    "governance": "governance",
    "body": "body/senior-officials-meeting",
    "office": "office/chair",
    "states": "states",
    "states_on_a_day": "states?on=2016-09-20",
    "state": "state/POL",
    "state_with_footnote": "state/XKX",
    "organisation": "organisation/icmpd",
    "meetings": "meetings",
    "meetings_filtered": "meetings?year=2014",
    "meeting": "meeting/2014-10-28-som-berlin",
    "timeline": "timeline",
    "areas": "areas",
    "area": "area/legal-migration",
    "plans": "plans",
    "plan": "plan/action-plan-2023-2027",
    "pillars": "pillars",
    "projects": "projects",
    "project": "project/pp-ti",
    "documents": "documents",
    "document": "document/bratislava-declaration-2016",
    "sources": "sources",
    "source": "source/D01",
    "differences": "differences",
    "difference": "difference/01",
    "gaps": "gaps",
    "search": "search?q=Berlin",
    "search_empty": "search?q=zzzzzz",
    "open_data": "open-data",
    "iom_profile": "export/iom-profile",
    "news": "news",
    "article": "news/first-news",
    "factsheets": "factsheets",
    "factsheet": "factsheet/UKR",
    "factsheet_with_footnote": "factsheet/XKX",
    "patterns": "patterns",
    "not_found": "no-such-page",
}
LANGUAGES = ("en", "ru")
# Addresses under a language that are no pages: data, feeds, calendars, files, and lists that have none yet.
NOT_PAGES = {
    "factsheet_file",
    "feed",
    "table_data",
    "popolo",
    "iom_profile_word",
    "box",
    "document_file",
    "section_page",
    "meetings_calendar",
    "meeting_calendar",
}
