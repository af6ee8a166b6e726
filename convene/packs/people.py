"""
Invented people of an invented dialogue (people.yml): who may sign in to a demonstration, and for what.

Only where dialogue.yml says `invented: yes`. People are never exported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from convene.accounts.models import User
from convene.core.failures import Failure
from convene.core.tables import table_of_kind
from convene.core.told import parse_day
from convene.packs.reading import PEOPLE, PackFiles
from convene.packs.rows import Problem, Rows
from convene.packs.yaml_text import is_null, place_of
from convene.registry.models import Actor, Appointment, Office

PERSON = ("email", "name", "language", "appointments")
APPOINTMENT = ("office", "actor", "starts_on", "ends_on", "function")

Place = tuple[int, int]


@dataclass
class Entry:
    """A mapping of people.yml: its texts with their places, and the entries below it."""

    place: Place
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    below: list[Entry] = field(default_factory=list)

    def problem(self, name: str, expected: str) -> Problem:
        place = self.places.get(name, self.place)
        return Problem(PEOPLE, *place, name, self.texts.get(name, ""), expected)


def people_problems(files: PackFiles, rows: Rows) -> Iterator[Problem]:
    """Everything wrong with people.yml; nothing where there is none."""
    if files.people is None:
        return
    dialogue = next(iter(rows["dialogue"].values()), None)
    if dialogue and dialogue.values["invented"] != "yes":
        yield Problem(PEOPLE, 1, 1, "", PEOPLE, "no people in the pack of a dialogue that is not invented")
    found: list[Problem] = []
    people = _entries(files.people, PERSON, found)
    yield from found
    emails: set[str] = set()
    for person in people:
        yield from _person_problems(person, emails)
        for appointment in person.below:
            yield from _appointment_problems(appointment, rows)


def load_people(files: PackFiles) -> int:
    """
    Make the people of people.yml and what they are appointed to; return how many are new.

    Somebody who exists is left as they are: a second load changes nobody.
    """
    if files.people is None:
        return 0
    made = 0
    for person in _entries(files.people, PERSON, []):
        email = person.texts["email"].lower()
        if User.objects.filter(email=email).exists():
            continue
        user = User.objects.create_user(
            email, name=person.texts.get("name", ""), language=person.texts.get("language", "")
        )
        made += 1
        for appointment in person.below:
            texts = appointment.texts
            Appointment.objects.create(
                user=user,
                office=Office.objects.get(key=texts["office"]),
                actor=Actor.objects.get(key=texts["actor"].partition("/")[2]),
                function=texts.get("function", ""),
                starts_on=_day(texts.get("starts_on", "")),
                ends_on=_day(texts.get("ends_on", "")),
            )
    return made


def _entries(node: yaml.Node, names: tuple[str, ...], problems: list[Problem]) -> list[Entry]:
    """Read a list of mappings with these names; `appointments` holds another such list."""
    if is_null(node):
        return []
    if not isinstance(node, yaml.SequenceNode):
        problems.append(Problem(PEOPLE, *place_of(node), "", node.id, "a list: one entry after each '-'"))
        return []
    entries = []
    for item in node.value:
        entry = Entry(place_of(item))
        if not isinstance(item, yaml.MappingNode):
            problems.append(Problem(PEOPLE, *entry.place, "", item.id, f"{names[0]}: ..."))
            continue
        for name_node, value in item.value:
            name = str(name_node.value)
            entry.places[name] = place_of(value)
            if name not in names:
                expected = f"one of {', '.join(names)}"
                problems.append(Problem(PEOPLE, *place_of(name_node), name, name, expected))
            elif name == "appointments":
                entry.below = _entries(value, APPOINTMENT, problems)
            elif isinstance(value, yaml.ScalarNode):
                entry.texts[name] = "" if is_null(value) else value.value.strip()
            else:
                problems.append(Problem(PEOPLE, *place_of(value), name, value.id, "one value"))
        entries.append(entry)
    return entries


def _person_problems(person: Entry, emails: set[str]) -> Iterator[Problem]:
    email = person.texts.get("email", "").lower()
    try:
        validate_email(email)
    except ValidationError:
        yield person.problem("email", "an e-mail address")
    if email in emails:
        yield person.problem("email", "each person once")
    emails.add(email)
    if not person.texts.get("name"):
        yield person.problem("name", "a name")
    language = person.texts.get("language", "")
    spoken = [code for code, _ in settings.LANGUAGES]
    if language and language not in spoken:
        yield person.problem("language", f"one of {', '.join(spoken)}")


def _appointment_problems(appointment: Entry, rows: Rows) -> Iterator[Problem]:
    texts = appointment.texts
    if texts.get("office") not in rows["offices"]:
        yield appointment.problem("office", "a key of offices")
    kind, _, key = texts.get("actor", "").partition("/")
    table = table_of_kind(kind)
    if table is None or kind not in ("state", "organisation") or key not in rows[table.name]:
        yield appointment.problem("actor", "an address state/... or organisation/... of the pack")
    days = []
    for name in ("starts_on", "ends_on"):
        try:
            days.append(_day(texts.get(name, "")))
        except Failure:
            days.append(None)
            yield appointment.problem(name, "a day such as 2009-04-28, or nothing")
    starts, ends = days
    if starts and ends and ends <= starts:
        yield appointment.problem("ends_on", f"a day after {starts}")


def _day(text: str) -> date | None:
    return parse_day(text) if text else None
