"""What may stand on one axis, and what a chart must say when it is asked to hold more."""

from __future__ import annotations

from convene.observatory.comparability import Aspect, Concept, conflicts

STOCK = Concept("migrant_stock", "stock", "born-abroad", "persons", "midyear", "persons", "undesa-ims")


def like(**changes) -> Concept:
    return Concept(**{**vars(STOCK), "indicator": "other", **changes})


def test_one_concept_has_no_conflict():
    assert conflicts([STOCK, STOCK, like()]) == []


def test_born_abroad_and_foreign_citizens_are_two_populations():
    [found] = conflicts([STOCK, like(population="foreign-citizens")])
    assert found.aspect == Aspect.POPULATION
    assert [(value, codes) for value, _words, codes in found.sides] == [
        ("born-abroad", ("migrant_stock",)),
        ("foreign-citizens", ("other",)),
    ]
    assert not found.is_absolute


def test_the_weightiest_difference_comes_first():
    found = conflicts([STOCK, like(measure="flow", moment="year", dataset="eurostat-tps00176")])
    assert [one.aspect for one in found] == [Aspect.MEASURE, Aspect.MOMENT, Aspect.DATASET]


def test_no_axis_holds_two_units_even_when_asked():
    assert conflicts([STOCK, like(unit="percent")])[0].is_absolute


def test_two_producers_of_one_concept_are_told_apart():
    assert [one.aspect for one in conflicts([STOCK, like(dataset="worldbank-stocks")])] == [Aspect.DATASET]


def test_a_conflict_can_be_read_aloud():
    [found] = conflicts([STOCK, like(moment="31-december")])
    assert str(found) == "the moment: mid-year (migrant_stock); 31 December (other)"
