"""The largest pairs of many states, asked for in one go, are those that each state's own question finds."""

from convene.observatory.asking import Largest
from convene.observatory.queries.catalogue import opened

STATES = ("KAZ", "LIE", "UKR", "XKX")


def test_the_largest_of_several_states_and_questions_are_those_of_each(prague):
    known, store = opened()
    edition = known.default["migrant_stock"]
    origins = Largest(edition, "migrant_stock", 2024, 10, of_areas=True)
    destinations = Largest(edition, "migrant_stock", 2024, 60, of_areas=False)
    by_origin, by_destination = store.largest([origins, destinations], STATES)
    for code in STATES:
        alone = store.top(edition, "migrant_stock", area=code, years=[2024])
        assert [row for row in by_origin if row.area == code] == alone
        alone = store.top(edition, "migrant_stock", counterpart=code, years=[2024], n=60)
        assert [row for row in by_destination if row.counterpart == code] == alone


def test_no_question_and_no_state_have_no_answer(prague):
    known, store = opened()
    edition = known.default["migrant_stock"]
    assert store.largest([], STATES) == []
    assert store.largest([Largest(edition, "migrant_stock", 2024, 10, of_areas=True)], []) == [[]]
