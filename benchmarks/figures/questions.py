"""
The questions of pages and of the API, asked of the made editions and of the carried ones, side by side.

The functions are those that the pages call (`convene.observatory.queries`), with the Prague pack in the record.
"""

from __future__ import annotations

from benchmarks.figures.loading import DATASET, INDICATOR, peak_mb
from benchmarks.figures.rivals import AREA, COUNTERPART, timed

RUNS = 50


def catalogued(labels: list[str]) -> None:
    """Put the Prague pack and the made editions, which are in the store already, into an empty database."""
    from django.conf import settings
    from django.core.management import call_command

    from convene.core.text import Text
    from convene.observatory.enums import CounterpartRole
    from convene.observatory.models import Dataset, Edition, Indicator
    from convene.packs import operations
    from convene.registry.models import Actor

    call_command("migrate", interactive=False, verbosity=0)
    operations.load(settings.PACK)
    dataset = Dataset.objects.create(
        key=DATASET,
        producer=Actor.objects.filter(kind="organisation").first(),
        title=Text.of(en="made figures"),
        licence="none",
        attribution=Text.of(en="made"),
    )
    Indicator.objects.create(
        key=INDICATOR,
        dataset=dataset,
        name=Text.of(en="made stock"),
        unit="persons",
        unit_name=Text.of(en="persons"),
        definition=Text.of(en="made"),
        counterpart_role=CounterpartRole.ORIGIN,
    )
    for label in labels:
        key = f"{DATASET}.{label}"
        Edition.objects.create(
            dataset=dataset, label=label, key=key, generation="only", complete=True, indicators=[INDICATOR]
        )


def asked(labels: list[str]) -> dict:
    """
    Median milliseconds of each question with these made editions served beside all carried ones, warm.

    Run in a process of its own: `peak_mb` is what a web process holds that has answered them all.
    """
    from convene.accounts.record_version import touched_public
    from convene.observatory.models import Edition
    from convene.observatory.queries.catalogue import opened
    from convene.observatory.queries.stocks import corridor, pair, top_over_time
    from convene.observatory.queries.values import latest, values_of
    from convene.registry.queries.reference import reference

    Edition.objects.filter(dataset__key=DATASET).update(generation="")
    Edition.objects.filter(dataset__key=DATASET, label__in=labels).update(generation="only")
    touched_public()
    known, store = opened()
    codes = sorted(known.default)
    states = sorted(actor.key for actor in reference().actors.values() if actor.kind == "state")
    editions = [key for key in known.served if key.startswith(f"{DATASET}.")]
    rows = " UNION ALL ".join(f"SELECT sex, age, year, value FROM {store.table(key)}" for key in editions)
    scan = f"SELECT sex, age, year, sum(value) FROM ({rows}) GROUP BY ALL"

    def all_states_at_first() -> None:
        reference().remembered("newest totals", dict).clear()
        latest(states, codes)

    milliseconds = {
        "corridor": timed(lambda: pair(INDICATOR, AREA, COUNTERPART), RUNS),
        "top_ten": timed(lambda: top_over_time(INDICATOR, AREA), RUNS),
        "all_states": timed(lambda: latest(states, codes), RUNS),
        "scan": timed(lambda: store.cursor().execute(scan).fetchall(), 5),
        "all states, not remembered": timed(all_states_at_first, 5),
        "corridor of all indicators": timed(lambda: corridor("POL", "UKR"), RUNS),
        "all states, all years": timed(lambda: values_of(states, codes), 5),
    }
    return {
        "editions": len(editions),
        "rows": sum(
            store.cursor().execute(f"SELECT count(*) FROM {store.table(key)}").fetchall()[0][0]
            for key in editions
        ),
        "indicators": len(codes),
        "states": len(states),
        "figures of all states": len(latest(states, codes)),
        "milliseconds": milliseconds,
        "peak_mb": peak_mb(),
    }
