"""Every kind of error in a pack: where it stands, what was found, what was expected."""

import pytest

from convene.packs import operations
from tests.packs.conftest import PACKS


@pytest.mark.parametrize("name", ["demo_dialogue"])
def test_a_sound_pack_has_no_problems(name):
    report = operations.check(PACKS / name)
    assert report.problems == ()
    assert report.ok


# What an editor wrote by mistake (`@@` marks the cell at fault), and what the check says of it.
EDITS = {
    "an unknown choice": (
        ("sources.csv", ",law,", ",@@laws,"),
        "kind: found 'laws'; expected one of site, official, organisation, encyclopaedia, press, study, law, "
        "other, editors; did you mean law?",
    ),
    "a day that no calendar has": (
        ("milestones.csv", "2023-05-01", "@@2023-02-30"),
        "happened_on: found '2023-02-30'; expected a day such as 2009-04-28",
    ),
    "a told day that is none": (
        ("sources.csv", "2023-02..2023-04", "@@spring 2023"),
        "published: found 'spring 2023'; expected 2009-04-28, 2009-04, 2022, 2022-02..2022-10-24 or unknown",
    ),
    "an address on the web without its beginning": (
        ("organisations.csv", "https://union.example.org", "@@union.example.org"),
        "website: found 'union.example.org'; "
        "expected an address on the web that begins with https:// or http://",
    ),
    "a number in words": (
        ("offices.csv", "assembly,2,", "assembly,@@two,"),
        "seats: found 'two'; expected a whole number from 0 to 32767",
    ),
    "neither yes nor no": (
        ("dialogue.yml", "official: no", "official: @@maybe"),
        "official: found 'maybe'; expected yes or no",
    ),
    "a key with a space": (
        ("groups.csv", "\nferry-pact,", "\n@@winter pact,Winter Pact,,,,,L01\nferry-pact,"),
        "key: found 'winter pact'; "
        "expected letters, digits, dot, hyphen and underscore only, beginning with a letter or digit",
    ),
    "a state without its kind": (
        ("terms.csv", "liaison-officer,state/XDU", "liaison-officer,@@XDU"),
        "holder: found 'XDU'; "
        "expected an address state/... or organisation/... of the pack; did you mean state/XDU?",
    ),
    "a place that is misspelt": (
        ("meetings.csv", ",bremhaven,unknown,", ",@@bremhafen,unknown,"),
        "place: found 'bremhafen'; expected a key of places; did you mean bremhaven?",
    ),
    "a word of another list": (
        ("links.csv", "adopted-at", "@@training"),
        "relation: found 'training'; expected a word of the list relation; training is one of meeting-kind",
    ),
    "a source that nobody knows": (
        ("phases.csv", ",L03\n", ",@@L033:page 2\n"),
        "sources: found 'L033:page 2'; expected a key of sources; did you mean L03?",
    ),
    "a claim that nobody made": (
        ("differences.yml", "- c06-study\n", "- @@c06-stady\n"),
        "claims: found 'c06-stady'; expected a key of claims; did you mean c06-study?",
    ),
    "several values in one line of a list": (
        ("differences.yml", "- c06-study\n    - c06-exchange\n", "- @@c06-study; c06-exchange\n"),
        "claims: found 'c06-study; c06-exchange'; expected one value a line; ';' joins them only in CSV",
    ),
    "an address of nothing": (
        ("gaps.yml", "state/XIS", "@@state/XIZ"),
        "about: found 'state/XIZ'; expected the address of something in states.csv; did you mean state/XIS?",
    ),
    "an address of a kind that does not exist": (
        ("claims.csv", "c06-study,area/", "c06-study,@@aria/"),
        "subject: found 'aria/study-and-exchange#name'; "
        "expected an address of a known kind; did you mean area?",
    ),
    "an address that is none": (
        ("claims.csv", "c06-study,area/", "c06-study,@@the area/"),
        "subject: found 'the area/study-and-exchange#name'; "
        "expected an address: kind/key or kind/key#property, as in state/UKR#joined",
    ),
    "a period that ends before it starts": (
        ("plans.csv", "2025-01-01,,2030-01-01", "2025-01-01,,@@2024-01-01"),
        "ends_on: found '2024-01-01'; expected a day after 2025-01-01: the first day after the period",
    ),
    "a last day before the first": (
        ("meetings.csv", "2027-06-16", "@@2027-06-12"),
        "last_day: found '2027-06-12'; expected 2027-06-14 or a later day",
    ),
    "a chosen day outside what is told": (
        ("milestones.csv", "2025-01-01,2025,", "@@2026-01-01,2025,"),
        "happened_on: found '2026-01-01'; expected a day within told 2025: 2025-01-01 to 2025-12-31",
    ),
    "a bound that is told and not chosen": (
        ("projects.csv", "2028-01-01,2027,", "@@,2027,"),
        "ends_on: found nothing; expected our chosen day within ends_told 2027: 2027-01-01 to 2028-01-01",
    ),
    "a row without a source": (
        ("workstreams.csv", ",L01\nlearning", ",@@\nlearning"),
        "sources: found nothing; expected the sources that say so, such as S003:L28",
    ),
    "a row without its name": (
        ("places.csv", "Corvostad,Corvostad", "@@,"),
        "name: found nothing; expected a text in at least one language",
    ),
    "a key used twice": (
        ("places.csv", "mid-lake,", "@@bremhaven,"),
        "key: found 'bremhaven'; expected a key that places.csv line 3 does not have",
    ),
    "an organisation with the key of a state": (
        ("organisations.csv", "ripple-fund,", "@@XAL,"),
        "key: found 'XAL'; expected a key that states.csv line 2 does not have",
    ),
    "the same link twice": (
        (
            "links.csv",
            "\nassembly-2-3,",
            "\nagain,@@document/founding-act,adopted-at,"
            "meeting/2019-06-14-assembly-port-alder,,,\nassembly-2-3,",
        ),
        "start + relation + end: found 'document/founding-act + adopted-at + "
        "meeting/2019-06-14-assembly-port-alder'; expected values that act-adopted (line 2) does not have",
    ),
    "a text that is too long": (
        ("wordings.csv", "Emploi saisonnier", "@@" + "Emploi " * 50 + "saisonnier"),
        "wording: found '360 characters'; expected at most 300 characters",
    ),
    "a mark without the footnote it leads to": (
        (
            "designations.csv",
            "Nemorie Haute,†,Ce nom est employé sans préjudice de la question de la rive nord.,",
            "Nemorie Haute,†,@@,",
        ),
        "footnote: found nothing; expected the footnote that the mark † leads to",
    ),
    "a language that is none": (
        ("expressions.csv", "ferries-study,de,", "ferries-study,@@German,"),
        "language: found 'German'; expected the code of a language, such as en",
    ),
    "a time zone that is none": (
        ("dialogue.yml", "Europe/Zurich", "@@Lake/Shore"),
        "time_zone: found 'Lake/Shore'; expected a time zone such as Europe/Vienna",
    ),
    "a rule of the table itself": (
        ("claims.csv", ",secretariat\n", ",@@public\n"),
        "visibility: found 'public'; expected secretariat: its source is the press",
    ),
}


@pytest.mark.parametrize("case", EDITS)
def test_an_error_is_named_with_its_place(pack, case):
    edit, expected = EDITS[case]
    place = pack.spoil(*edit)
    found = [problem for problem in pack.problems() if problem.startswith(place)]
    assert found == [f"{place} {expected}"]
    assert len(pack.problems()) == 1 + OTHERS.get(case, 0)


# Errors that bring others along: what refers to a key that is now missing.
OTHERS = {"a key used twice": 1, "an organisation with the key of a state": 7}


def test_all_errors_come_at_once_in_the_order_of_the_tables(pack):
    pack.replace("sources.csv", ",law,", ",laws,")
    pack.replace("links.csv", "adopted-at", "training")
    pack.replace("meetings.csv", "2027-06-16", "2027-06-12")
    pack.replace("gaps.yml", "state/XIS", "state/XIZ")
    assert [problem.partition(":")[0] for problem in pack.problems()] == [
        "sources.csv",
        "gaps.yml",
        "links.csv",
        "meetings.csv",
    ]


def test_a_person_in_a_real_dialogue_is_refused(pack):
    pack.replace("dialogue.yml", "invented: yes", "invented: no")
    assert pack.problems() == [
        "people.yml:1:1 found 'people.yml'; expected no people in the pack of a dialogue that is not invented"
    ]


def test_people_are_checked(pack):
    pack.file("people.yml").write_text(
        "- email: ines\n  name: Ines\n  appointments:\n    - office: chef\n      actor: state/XXX\n"
        "      starts_on: 2020-13-01\n- email: ines\n  nickname: I\n",
        "utf-8",
    )
    assert pack.problems() == [
        "people.yml:1:10 email: found 'ines'; expected an e-mail address",
        "people.yml:4:15 office: found 'chef'; expected a key of offices",
        "people.yml:5:14 actor: found 'state/XXX'; "
        "expected an address state/... or organisation/... of the pack",
        "people.yml:6:18 starts_on: found '2020-13-01'; expected a day such as 2009-04-28, or nothing",
        "people.yml:7:3 name: found nothing; expected a name",
        "people.yml:7:10 email: found 'ines'; expected an e-mail address",
        "people.yml:7:10 email: found 'ines'; expected each person once",
        "people.yml:8:3 nickname: found 'nickname'; expected one of email, name, language, appointments",
    ]


def test_states_of_translations_are_checked(pack):
    first = len(pack.file("translations.csv").read_text("utf-8").splitlines()) + 1
    pack.append(
        "translations.csv",
        "meeting/nowhere,title,fr,reviewed,\nstate/XAL,key,fr,reviewed,\nplace/bremhaven,name,ru,reviewed,\n"
        "place/bremhaven,name,fr,perfect,\nplace/port-alder,name,fr,reviewed,xyz\n",
    )
    assert pack.problems() == [
        f"translations.csv:{first}:1 record: found 'meeting/nowhere'; expected the address of a row of the pack",
        f"translations.csv:{first + 1}:11 field: found 'key'; "
        "expected a column of states with a text in several languages",
        f"translations.csv:{first + 2}:22 language: found 'ru'; "
        "expected a language in which place/bremhaven has a name",
        f"translations.csv:{first + 3}:25 state: found 'perfect'; "
        "expected one of source, reviewed, unreviewed, machine",
        f"translations.csv:{first + 4}:35 of: found 'xyz'; "
        "expected eight hex digits, or nothing where it translates today's source",
    ]
