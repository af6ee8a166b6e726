"""What the Prague pack promises: its facts by number, the 57 differences, and who sees what."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from convene.core.tables import Kind, all_tables
from convene.packs.checking import checked

PRAGUE = Path(__file__).resolve().parents[1] / "packs" / "prague_process"


@pytest.fixture(scope="module")
def rows():
    """Table -> key -> column -> value."""
    _, _, rows = checked(PRAGUE)
    return {name: {key: row.values for key, row in table.items()} for name, table in rows.items()}


def test_the_57_differences_are_all_there_in_order(rows):
    numbers = [(key, values["number"]) for key, values in rows["differences"].items()]
    assert numbers == [(f"{number:02d}", str(number)) for number in range(1, 58)]


def test_every_difference_has_at_least_two_sides(rows):
    """Two claims of different things said, by two sources or by one source against itself."""
    one_sided = [
        key
        for key, values in rows["differences"].items()
        if len({rows["claims"][claim]["value"]["en"] for claim in values["claims"]}) < 2
        and len({rows["claims"][claim]["source"] for claim in values["claims"]}) < 2
    ]
    assert one_sided == []


def test_a_public_difference_shows_two_claims_to_everybody(rows):
    public = [key for key, values in rows["differences"].items() if values["visibility"] == "public"]
    too_few = [
        key
        for key in public
        if sum(rows["claims"][c]["visibility"] == "public" for c in rows["differences"][key]["claims"]) < 2
    ]
    assert too_few == []


def test_only_differences_of_form_are_internal(rows):
    internal = {
        key: values["kinds"]
        for key, values in rows["differences"].items()
        if values["visibility"] != "public"
    }
    assert internal == {key: ["form"] for key in ("38", "45", "49", "54", "57")}


def test_what_only_the_press_says_is_internal(rows):
    press = {key for key, source in rows["sources"].items() if source["kind"] == "press"}
    said = {claim["visibility"] for claim in rows["claims"].values() if claim["source"] in press}
    assert said == {"secretariat"}


def test_every_text_is_there_in_both_languages(rows):
    half = [
        f"{table.name}/{key} {column.name}"
        for table in all_tables()
        for column in table.columns
        if column.kind == Kind.PROSE
        for key, values in rows[table.name].items()
        if values[column.name] and set(values[column.name]) != {"en", "ru"}
    ]
    assert half == []


def test_a_claim_of_a_collected_text_names_the_line(rows):
    """S000 to S004 are the five texts from which the record began; their places are lines."""
    without = [
        key
        for key, claim in rows["claims"].items()
        if claim["source"] in ("S000", "S001", "S002", "S003", "S004") and not claim["place"].startswith("L")
    ]
    assert without == []


MEETINGS_OF_S003 = """
97 2021-02-12 webinar
98 2021-01-28 policy-talk
99 2020-12-17 webinar
100 2020-11-23 conference
101 2020-11-16 senior-officials-meeting
102 2020-10-22 policy-talk
103 2020-10-06/2020-10-08 workshop
104 2020-10-06 webinar
105 2020-09-24 webinar
106 2020-09-10 webinar
107 2020-07-02 webinar
108 2020-06-18 webinar
109 2020-06-09 training
110 2020-05-28 webinar
111 2020-05-15 webinar
112 2020-04-16 webinar
113 2019-10-08/2019-10-10 training
114 2019-09-24/2019-09-26 training
115 2019-07-23/2019-07-24 research-coordination
116 2019-06-10/2019-06-11 senior-officials-meeting
117 2018-12-17/2018-12-18 senior-officials-meeting
118 2018-10-02/2018-10-03 workshop
119 2018-06-28/2018-06-29 research-coordination
120 2018-06-05/2018-06-07 training
121 2018-04 research-coordination
122 2018-03-20 donor-steering
123 2018-02-20 strategic-group
124 2017-12-12 senior-officials-meeting
125 2017-09-15 strategic-group
126 2017-04-24/2017-04-26 workshop
127 2017-06-13 ceremony
128 2016-09-20 ministerial-conference
129 2016-09-19 senior-officials-meeting
130 2016-06-15/2016-06-16 senior-officials-meeting
131 2016-05-25 project-steering
132 2016-04-05 core-group
133 2016-02-11/2016-02-12 contact-points
134 2015-12-07/2015-12-08 senior-officials-meeting
135 2015-07-06/2015-07-07 senior-officials-meeting
136 2015-02-12/2015-02-13 workshop
137 2014-10-28/2014-10-29 senior-officials-meeting
138 2014-05-06/2014-05-07 pilot-project
139 2014-03-19/2014-03-20 pilot-project
140 2013-02-27/2013-02-28 senior-officials-meeting
141 2013-01 workshop
142 2012-11-20 core-group
143 2011-11-04 ministerial-conference
"""


def as_told(meeting):
    """The days of a meeting as the source tells them, or as the better source corrects them."""
    days = meeting["starts_on"] + (f"/{meeting['last_day']}" if meeting["last_day"] else "")
    return meeting["told"] or days


def test_every_meeting_of_the_list_of_iom_is_there_by_its_line(rows):
    """
    S003 lists 47 meetings in its lines 97 to 143. Two days are another source's: the webinar of line 99
    (16 December in S003) and the conference of line 143 (November 2011 in S003).
    """
    for text in MEETINGS_OF_S003.split("\n")[1:-1]:
        line, days, kind = text.split(" ")
        found = [m for m in rows["meetings"].values() if f"S003:L{line}" in m["sources"]]
        assert [(as_told(m), kind in m["kinds"]) for m in found] == [(days, True)], text


def test_whose_meetings_they_were(rows):
    """The list of IOM mixes them; the record does not."""
    own = {m["convener"] for m in rows["meetings"].values() if "senior-officials-meeting" in m["kinds"]}
    assert own == {"process"}
    not_own = {
        key: meeting["convener"]
        for key, meeting in rows["meetings"].items()
        if meeting["convener"] in ("partner", "donor")
    }
    assert not_own == {
        "2018-03-20-donor-steering-brussels": "donor",
        "2019-06-30-summer-school-kachreti": "partner",
        "2019-10-23-conference-yerevan": "partner",
        "2020-11-23-conference-online": "partner",
        "2022-11-23-conference-amman": "partner",
        "2023-06-09-external-geneva": "partner",
        "2025-06-09-training-issyk-kul": "partner",
    }


def test_four_ministerial_conferences(rows):
    held = [
        (m["ordinal"], m["starts_on"], m["last_day"], m["place"])
        for m in rows["meetings"].values()
        if "ministerial-conference" in m["kinds"]
    ]
    assert held == [
        ("1", "2009-04-27", "2009-04-28", "prague"),
        ("2", "2011-11-04", "", "poznan"),
        ("3", "2016-09-20", "", "bratislava"),
        ("4", "2022-10-24", "2022-10-25", "prague"),
    ]


def test_the_conference_of_2016_had_been_planned_for_october(rows):
    assert rows["meetings"]["2016-09-20-mc-bratislava"]["planned_told"] == "2016-10-03..2016-10-04"


def test_attendance_of_the_senior_officials_meetings(rows):
    attendance = {
        key: (meeting["people_told"], meeting["states_told"])
        for key, meeting in rows["meetings"].items()
        if "senior-officials-meeting" in meeting["kinds"]
        and (meeting["people_told"] or meeting["states_told"])
    }
    assert attendance == {
        "2014-10-28-som-berlin": ("84", "41"),
        "2016-06-15-som-krakow": ("62", "29"),
        "2016-09-19-som-bratislava": ("79", "38"),
        "2016-11-24-som-vilnius": ("46", "25"),
        "2019-06-10-som-bucharest": (">80", "34"),
        "2020-11-16-som-online": ("~80", ">36"),
        "2023-04-27-som-lisbon": ("60", "27"),
        "2024-09-24-som-chisinau": ("", "26"),
    }
    without_claim = [
        key for key in attendance if not any("attendance" in c for c in rows["meetings"][key]["claims"])
    ]
    assert without_claim == []


def test_figures_of_attendance_read_the_same_in_every_language(rows):
    """What the source says in words ("some 80") stands in a claim; the page shows ~80."""
    told = [m[name] for m in rows["meetings"].values() for name in ("people_told", "states_told") if m[name]]
    assert [figure for figure in told if not re.fullmatch(r"[<>~]?\d+", figure)] == []


def test_authors_are_named_in_both_languages(rows):
    """`authors_told` has one language only: here authors are organisations, or stand in the summary."""
    assert [key for key, document in rows["documents"].items() if document["authors_told"]] == []


def test_the_succession_of_the_chair(rows):
    terms = [
        (term["holder"], term["title"]["en"], term["starts_on"], term["ends_on"])
        for term in rows["terms"].values()
        if term["office"] == "chair"
    ]
    assert terms == [
        ("state/CZE", "Leading state", "2009-04-28", "2010-12-01"),
        ("state/POL", "Leading state", "2010-12-01", "2017-07-01"),
        ("", "Strategic Group collectively", "2017-07-01", "2018-01-01"),
        ("state/LTU", "Chair of the Strategic Group", "2018-01-01", "2020-11-16"),
        ("state/CZE", "Chair", "2020-11-16", ""),
    ]


def test_fifty_states_were_ever_participants_and_three_are_not_listed(rows):
    states = {k: v for k, v in rows["participation"].items() if v["actor"].startswith("state/")}
    took_part = {v["actor"] for v in states.values() if v["status"] == "participating"}
    ended = {
        v["actor"]: (v["ends_on"], v["ends_told"])
        for v in states.values()
        if v["status"] == "participating" and v["ends_on"]
    }
    assert len(took_part) == 50
    assert ended == {
        "state/BLR": ("2022-10-24", "2022-01-01..2022-10-24"),
        "state/GBR": ("2020-02-01", "2018-01-01..2021-12-31"),
        "state/RUS": ("2022-10-24", "2022-01-01..2022-10-24"),
    }
    assert {v["actor"] for v in states.values() if v["status"] not in ("participating",)} == set(ended)
    assert {v["status"] for v in states.values()} == {"participating", "not_listed"}


def test_public_texts_give_no_form_to_the_change_of_2022(rows):
    """
    No official text tells it: pages say "not in the list of participants" and nothing stronger.

    The row of the United Kingdom is left out: it names Belarus, and the day of leaving the European Union.
    """
    strong = re.compile(r"exclu|suspen|expel|withdr|exit|исключ|приостан|выш(ел|ла|ли)|выход", re.IGNORECASE)
    found = [
        f"{table}/{key}"
        for table in ("participation", "milestones", "differences", "gaps", "statements", "meetings")
        for key, values in rows[table].items()
        if key != "GBR-participating"
        for value in values.values()
        if isinstance(value, dict)
        for text in value.values()
        if re.search(r"Belarus|Russia|Беларус|Российск", text) and strong.search(text)
    ]
    assert found == []


def roles_of(rows, project):
    roles = defaultdict(set)
    for role in rows["project_roles"].values():
        if role["project"] == project and role["actor"].startswith("state/"):
            roles[role["role"]].add(role["actor"].removeprefix("state/"))
    return {name: " ".join(sorted(actors)) for name, actors in roles.items()}


@pytest.mark.parametrize(
    ("project", "roles"),
    [
        ("pp1", {"lead": "POL", "support": "ROU SVK"}),
        ("pp2", {"lead": "HUN", "participant": "ALB ARM BIH BLR FIN GEO HRV KGZ MDA RUS SWE TJK UKR XKX"}),
        (
            "pp3",
            {"lead": "CZE", "participant": "ALB ARM BIH BLR FIN GEO HRV KGZ MDA MKD RUS SVN TJK UKR XKX"},
        ),
        (
            "pp4",
            {
                "lead": "DEU SWE",
                "participant": "ARM BLR GEO KGZ MDA TUR UKR",
                "observer": "ALB BIH MKD RUS SRB XKX",
                "peer": "BEL DEU FRA GBR HUN POL",
            },
        ),
        (
            "pp5",
            {
                "participant": "ALB ARM AZE BEL BIH BLR GEO HUN KAZ KGZ MDA MKD NLD POL PRT ROU RUS SRB TUR "
                "UKR XKX",
                "host": "ROU",
            },
        ),
        ("pp6", {"lead": "CZE HUN"}),
        ("pp7", {"lead": "DEU SWE"}),
        ("eris", {"lead": "AUT CZE RUS"}),
        (
            "eap-sippap",
            {"lead": "HUN", "implementer": "LVA POL ROU SVK", "target": "ARM AZE BLR GEO MDA UKR"},
        ),
    ],
)
def test_who_did_what_in_a_project(rows, project, roles):
    assert roles_of(rows, project) == roles


def test_periods_of_the_projects_end_on_the_day_after(rows):
    periods = {key: (p["starts_on"], p["ends_on"]) for key, p in rows["projects"].items()}
    assert periods == {
        "bmp": ("2009-01-01", "2011-07-01"),
        "pp-ti": ("2012-08-02", "2017-07-01"),
        "pp1": ("2012-08-02", "2014-08-01"),
        "pp2": ("2012-08-02", "2014-11-01"),
        "pp3": ("2012-08-02", "2014-11-01"),
        "pp4": ("2012-08-02", "2014-05-01"),
        "pp5": ("2014-11-01", "2016-04-01"),
        "pp6": ("2014-11-01", "2016-04-01"),
        "pp7": ("2014-11-01", "2016-05-01"),
        "eris": ("2013-02-01", "2015-07-01"),
        "eap-sippap": ("2013-04-01", "2015-08-01"),
        "pp-tp": ("2017-07-01", "2018-01-01"),
        "pp-data": ("2018-01-01", "2022-01-01"),
        "caps": ("2023-04-27", ""),
    }


def test_the_areas_in_the_order_of_each_source(rows):
    """S001 has five and adds the sixth outside its list, S003 names four."""
    orders = defaultdict(list)
    for wording in rows["wordings"].values():
        source = wording["sources"][0].partition(":")[0]
        orders[source].append((wording["position"] or "-", wording["area"]))
    usual = [
        ("1", "irregular-migration"),
        ("2", "return-reintegration"),
        ("3", "legal-migration"),
        ("4", "integration"),
        ("5", "migration-development"),
        ("6", "asylum"),
    ]
    assert orders == {
        "S000": usual,
        "S001": [
            ("1", "irregular-migration"),
            ("2", "integration"),
            ("3", "return-reintegration"),
            ("4", "migration-development"),
            ("5", "legal-migration"),
            ("-", "asylum"),
        ],
        "S002": usual,
        "S003": [
            ("1", "asylum"),
            ("2", "legal-migration"),
            ("3", "irregular-migration"),
            ("4", "migration-development"),
        ],
        "S004": usual,
    }


def test_illegal_migration_stands_only_in_printed_words(rows):
    """New text says irregular; S001, S002 and S004 print illegal."""
    printed = {
        key
        for key, wording in rows["wordings"].items()
        if "illegal" in wording["wording"] and wording["area"] == "irregular-migration"
    }
    assert printed == {"s001-irregular-migration", "s002-irregular-migration", "s004-irregular-migration"}


KINDS = {"T": "changes", "D": "wording", "X": "contradiction", "N": "within-source", "E": "form"}
KINDS_OF_THE_57 = (
    "T TX N T T X X T D T D X XN D D X X X D D D DN X X D XN T D D X T D NX T N X N E T ND N D N N E T D N E N "
    "T D D E T N E"
)


def test_the_kind_of_each_difference(rows):
    found = [sorted(difference["kinds"]) for difference in rows["differences"].values()]
    assert found == [sorted(KINDS[letter] for letter in letters) for letters in KINDS_OF_THE_57.split()]


def test_the_money_of_pp_data_is_the_only_sum_known(rows):
    sums = {key: p["money"]["en"] for key, p in rows["projects"].items() if "EUR" in p["money"].get("en", "")}
    assert sums == {"pp-data": "EUR 2.3 million, Mobility Partnership Facility II, strand C."}


def test_only_one_of_the_22_actions_is_entered(rows):
    """No source seen has their wording; the chapters are the six areas as S004 words them."""
    actions = {key: row["number"] for key, row in rows["provisions"].items() if row["parent"]}
    assert actions == {"2012-asylum-2": "2"}
    assert "actions-2012-2016" in rows["gaps"]


def test_a_body_is_called_the_same_everywhere_in_russian(rows):
    """Совещание старших должностных лиц and Министерская конференция with a capital, in every text."""
    small = [
        f"{table.name}/{key} {column.name}"
        for table in all_tables()
        for column in table.columns
        if column.kind == Kind.PROSE
        for key, values in rows[table.name].items()
        if re.search(
            r"\bсовещани\w+ старших должностных|\bминистерск\w+ конференци",
            values[column.name].get("ru", "") if values[column.name] else "",
        )
    ]
    assert small == []
