"""A chain of seals finds whatever was changed, taken out, put in or moved."""

from hypothesis import given
from hypothesis import strategies as st

from convene.core.chain import first_break, seal

LINKS = st.lists(st.fixed_dictionaries({"what": st.text(max_size=8), "n": st.integers(0, 9)}), max_size=8)


def sealed(contents):
    links, previous = [], ""
    for content in contents:
        previous = seal(previous, content)
        links.append((content, previous))
    return links


@given(LINKS)
def test_a_chain_as_it_was_sealed_is_whole(contents):
    assert first_break(sealed(contents)) is None


@given(LINKS.filter(bool), st.data())
def test_a_changed_link_is_found_at_its_place(contents, data):
    links = sealed(contents)
    place = data.draw(st.integers(0, len(links) - 1))
    content, found = links[place]
    links[place] = ({**content, "n": content["n"] + 1}, found)
    assert first_break(links) == place


@given(LINKS.filter(lambda found: len(found) > 1), st.data())
def test_a_link_taken_out_is_found_unless_it_is_the_last(contents, data):
    links = sealed(contents)
    place = data.draw(st.integers(0, len(links) - 2))
    del links[place]
    assert first_break(links) == place


@given(LINKS.filter(lambda found: len(found) > 1), st.data())
def test_two_links_that_changed_places_are_found(contents, data):
    links = sealed(contents)
    place = data.draw(st.integers(0, len(links) - 2))
    links[place], links[place + 1] = links[place + 1], links[place]
    assert first_break(links) == place


def test_sealing_a_changed_link_anew_breaks_the_next():
    links = sealed([{"n": 1}, {"n": 2}, {"n": 3}])
    links[1] = ({"n": 9}, seal(links[0][1], {"n": 9}))
    assert first_break(links) == 2
