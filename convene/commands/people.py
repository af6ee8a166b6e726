"""`convene user ...`: people who may sign in, and the local one-time links."""

from __future__ import annotations

from convene.commands.output import Refused, say, wake_django

LOCAL_PERSON = "secretariat@localhost"


def add_commands(commands) -> None:
    user = commands.add_parser("user", help="people who may sign in")
    verbs = user.add_subparsers(title="user commands", metavar="VERB", required=True)

    add = verbs.add_parser(
        "add", help="make an account; the person signs in by a mailed code or sets a password"
    )
    add.add_argument("email")
    add.add_argument("--name", default="", help="name as shown in the edit log")
    add.add_argument("--language", default="", help="language of the person's pages and mails, as en or ru")
    add.add_argument(
        "--technical", action="store_true", help="technical administrator: everything, everywhere"
    )
    add.add_argument("--secretariat", action="store_true", help="appointed to the secretariat from today")
    add.add_argument(
        "--contact-point", metavar="STATE", help="appointed contact point of a state, as POL, from today"
    )
    add.set_defaults(run=run_add)

    link = verbs.add_parser(
        "link", help="print a link that signs a person in once (local installations only)"
    )
    link.add_argument("email")
    link.set_defaults(run=run_link)

    links = verbs.add_parser(
        "links", help="print such links for the secretariat, or for the people of a demo"
    )
    links.set_defaults(run=run_links)


def run_add(args) -> int:
    wake_django()
    from django.utils import timezone

    from convene.accounts.models import User

    if User.objects.filter(email=args.email.strip().lower()).exists():
        raise Refused(args.email, "this address has an account already.")
    fields = {"name": args.name, "language": args.language}
    if args.technical:
        person = User.objects.create_superuser(args.email, **fields)
    else:
        person = User.objects.create_user(args.email, **fields)
    day = timezone.localdate()
    if args.secretariat:
        _appoint_to_secretariat(person, day)
    if args.contact_point:
        _appoint_contact_point(person, args.contact_point, day)
    say(f"{person.email} may sign in.", style="green")
    return 0


def run_link(args) -> int:
    wake_django()
    from convene.accounts.models import User

    person = User.objects.filter(email=args.email.strip().lower()).first()
    if person is None:
        raise Refused(args.email, "nobody has this address.", f"Type: convene user add {args.email}")
    say(_address_of_link(person))
    return 0


def run_links(args) -> int:
    """For an invented dialogue: everybody in it who holds something. Else: one local secretariat account."""
    wake_django()
    from django.utils import timezone

    from convene.registry.models import Appointment, Dialogue

    dialogue = Dialogue.objects.first()
    if dialogue is None:
        return 0
    day = timezone.localdate()
    if dialogue.invented:
        say("\nSign in to the back office, each link once, within 15 minutes:")
        roles: dict = {}
        for one in Appointment.objects.on(day).select_related("user", "office", "actor").order_by("id"):
            roles.setdefault(one.user, []).append(str(one))
        for person, held in roles.items():
            say(f"  {person} ({', '.join(held)}):\n    {_address_of_link(person)}")
    else:
        say("\nSign in to the back office as the secretariat (once, within 15 minutes):")
        say(f"  {_address_of_link(_local_secretariat(day))}\n")
    return 0


def _local_secretariat(day):
    from convene.accounts.models import User

    person = User.objects.filter(email=LOCAL_PERSON).first()
    if person is None:
        person = User.objects.create_user(LOCAL_PERSON, name="Secretariat, this computer")
    if not person.appointments.on(day).exists():
        _appoint_to_secretariat(person, day)
    return person


def _appoint_to_secretariat(person, day) -> None:
    """Appoint for whoever holds the secretariat on `day`: the appointment counts only while that holds."""
    from convene.registry.enums import OfficeKind
    from convene.registry.models import Appointment, Term

    term = Term.objects.on(day).filter(office__kind=OfficeKind.SECRETARIAT).select_related("office").first()
    if term is None:
        raise Refused("secretariat", "nobody holds this office in the record today.", "Add a term first.")
    Appointment.objects.create(user=person, office=term.office, actor_id=term.holder_id, starts_on=day)


def _appoint_contact_point(person, code: str, day) -> None:
    from convene.registry.enums import OfficeKind
    from convene.registry.models import Actor, Appointment, Office

    office = Office.objects.filter(kind=OfficeKind.CONTACT_POINT).first()
    state = Actor.objects.filter(key=code.upper()).first()
    if office is None or state is None:
        raise Refused(f"contact point of {code}", "the record has no such state or no such office.")
    Appointment.objects.create(user=person, office=office, actor=state, starts_on=day)


def _address_of_link(person) -> str:
    from django.conf import settings

    from convene.accounts.one_time_links import make_link

    return settings.PUBLIC_URL + make_link(person)
