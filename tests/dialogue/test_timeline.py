"""Phases and milestones: what stands under which phase, and what a past day shows."""

from tests.dialogue.reading import bands


def test_a_milestone_stands_in_the_last_phase_that_had_begun(demo, client, today):
    assert bands(client.get("/en/timeline").content.decode()) == {
        "Beginnings": [],
        "Growth": ["founding", "new-name-of-nemoria", "board-on-the-seat"],
        "The second plan": ["second-plan-begins"],
    }


def test_a_past_day_shows_what_had_happened(demo, client, today):
    assert bands(client.get("/en/timeline?on=2019-06-14").content.decode()) == {
        "Beginnings": [],
        "Growth": ["founding"],
    }
