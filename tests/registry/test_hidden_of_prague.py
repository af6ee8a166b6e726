"""Of the Prague Process only what is said to be internal is hidden, and what rests on it."""

from convene.core.tables import table_named
from convene.registry.lists import public_rows
from convene.registry.models import Claim, Difference, Link
from convene.registry.queries.hidden import hidden_addresses


def test_only_internal_claims_and_differences_are_hidden(prague):
    hidden = hidden_addresses()
    internal = [*Difference.objects.exclude(visibility="public"), *Claim.objects.exclude(visibility="public")]
    assert {row.address for row in internal} == hidden
    assert internal
    assert public_rows(table_named("links")).count() == Link.objects.count()
