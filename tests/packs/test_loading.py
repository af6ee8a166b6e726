"""Loading: everything or nothing, again without effect, and never over what a person edited."""

from datetime import date

import pytest

from convene.accounts import record_version
from convene.accounts.audit import history_of
from convene.core.text import Text
from convene.dialogue.models import Meeting
from convene.packs import loading, operations
from convene.packs.instances import Writer
from convene.packs.loading import AnotherDialogue, PackConflicts, PackHasProblems, RecordIsNotEmpty
from convene.packs.models import LoadedRow
from convene.packs.removing import StillUsed
from convene.registry import operations as registry
from convene.registry.models import Actor, Citation, Difference, Ground, Place, Source, State, Term
from convene.repository.models import Work

pytestmark = pytest.mark.django_db

ASSEMBLY = "2027-06-14-assembly-dun-city"


def place(key):
    return Place.objects.get(key=key)


def rename_here(key, **names):
    registry.correct(place(key), {"name": Text.of(**names)}, by="an editor")


def test_a_first_load_brings_every_row_with_its_sources_and_claims(pack):
    rows = operations.check(pack.folder).rows
    outcome = operations.load(pack.folder)
    assert (outcome.first, outcome.rows, len(outcome.changes.added), outcome.people) == (True, rows, rows, 7)
    assert str(outcome) == f"demo: {rows} rows added, 7 invented people"
    assert LoadedRow.objects.count() == rows
    meeting = Meeting.objects.get(key="2019-06-14-assembly-port-alder")
    assert meeting.title.plain() == {"en": "Founding Assembly", "fr": "Assemblée fondatrice"}
    assert (meeting.starts_on, meeting.last_day) == (date(2019, 6, 14), date(2019, 6, 15))
    assert {kind.key for kind in meeting.kinds.all()} == {"assembly", "fair"}
    assert {host.address for host in meeting.hosts.all()} == {"state/XAL", "organisation/lake-institute"}
    cited = Citation.objects.filter(address="organisation/lake-institute")
    assert [(one.source.key, one.place) for one in cited] == [("L01", "Article 7")]
    grounds = Ground.objects.filter(address=meeting.address)
    assert [one.claim.key for one in grounds] == ["c04-act", "c04-poster"]
    assert State.objects.get(key="XAL").kind == "state"
    assert Actor.objects.get(key="lake-institute-training").parent.key == "lake-institute"


def test_lists_keep_the_order_in_which_they_are_written(pack):
    pack.replace(
        "projects.csv", "safe-crossing; seasonal-work", "seasonal-work; safe-crossing; study-and-exchange"
    )
    operations.load(pack.folder)
    operations.export(pack.folder.parent / "out")
    text = (pack.folder.parent / "out" / "projects.csv").read_text("utf-8")
    assert "seasonal-work; safe-crossing; study-and-exchange" in text


def test_states_of_translations_arrive(loaded):
    def state(address_model, key, field, language):
        return str(getattr(address_model.objects.get(key=key), field).state(language))

    assert state(Meeting, ASSEMBLY, "title", "fr") == "machine"
    assert state(Meeting, "2022-05-18-training-corvostad", "title", "fr") == "stale"
    assert state(Meeting, "2023-02-09-ferry-talk-mid-lake", "title", "fr") == "missing"
    assert state(Place, "port-alder", "name", "fr") == "unreviewed"
    assert state(Place, "port-alder", "name", "en") == "source"


def test_loading_again_does_nothing(loaded):
    version, events = record_version.current(), history_of("dialogue/lake-dialogue").count()
    outcome = operations.load(loaded.folder)
    assert not outcome.changes
    assert str(outcome) == f"demo: nothing to load, {outcome.rows} rows are as in the files"
    assert record_version.current() == version
    assert history_of("dialogue/lake-dialogue").count() == events


def test_a_load_is_in_the_audit_trail_and_raises_the_record_version(pack):
    before = record_version.current()
    rows = operations.load(pack.folder, by="ines").rows
    (event,) = history_of("dialogue/lake-dialogue")
    assert (event.verb, event.by_label) == ("pack.loaded", "ines")
    assert event.after == {"added": rows, "changed": 0, "removed": 0, "kept": 0}
    assert record_version.current() == before + 1


def test_a_pack_with_a_problem_loads_nothing(pack):
    pack.replace("workstreams.csv", "winter-component,component", "winter-component,season")
    with pytest.raises(PackHasProblems) as refused:
        operations.load(pack.folder)
    assert [problem.column_name for problem in refused.value.problems] == ["kind"]
    assert Actor.objects.count() == LoadedRow.objects.count() == 0


def test_a_load_that_breaks_in_the_middle_leaves_nothing_behind(pack, monkeypatch):
    write = Writer.add

    def break_at_meetings(self, table, rows):
        write(self, table, rows)
        if table.name == "meetings":
            raise OSError("the disk is full")

    monkeypatch.setattr(Writer, "add", break_at_meetings)
    with pytest.raises(OSError, match="the disk is full"):
        operations.load(pack.folder)
    assert Actor.objects.count() == Citation.objects.count() == Meeting.objects.count() == 0


def test_a_filled_database_is_updated_only_when_asked(loaded):
    loaded.replace("places.csv", "Dun City,", "Dunstadt,")
    with pytest.raises(RecordIsNotEmpty) as refused:
        operations.load(loaded.folder)
    assert "0 new, 1 changed and 0 fewer rows" in str(refused.value)
    assert str(place("dun-city").name) == "Dun City"
    operations.load(loaded.folder, update=True)
    assert str(place("dun-city").name) == "Dunstadt"


def test_another_dialogue_is_refused_even_when_asked(loaded):
    loaded.replace("dialogue.yml", "key: lake-dialogue", "key: river-dialogue")
    for name in ("claims.csv", "differences.yml", "gaps.yml"):
        text = (
            loaded.file(name).read_text("utf-8").replace("dialogue/lake-dialogue", "dialogue/river-dialogue")
        )
        loaded.file(name).write_text(text, "utf-8")
    text = loaded.file("translations.csv").read_text("utf-8").replace("dialogue/lake", "dialogue/river")
    loaded.file("translations.csv").write_text(text, "utf-8")
    with pytest.raises(AnotherDialogue, match="one database holds one dialogue"):
        operations.load(loaded.folder, update=True, force=True)


def test_what_changed_only_in_the_files_is_brought_in(loaded):
    loaded.replace("meetings.csv", "Fourth Assembly,Quatrième Assemblée", "Fourth Assembly,La quatrième")
    loaded.replace(
        "terms.csv",
        "ferry-chair-xdu,ferry-group-chair,state/XDU",
        "ferry-chair-xdu,ferry-group-chair,state/XNE",
    )
    loaded.append("places.csv", "old-mill,Old Mill,Vieux Moulin,XCO\n")
    changes = operations.diff(loaded.folder)
    assert str(changes) == (
        "added: place/old-mill\n"
        "changed: term/ferry-chair-xdu\n    holder: 'state/XDU' -> 'state/XNE'\n"
        f"changed: meeting/{ASSEMBLY}\n"
        "    title: fr 'Quatrième Assemblée' -> fr 'La quatrième'\n"
        "1 added, 2 changed"
    )
    operations.load(loaded.folder, update=True)
    assert not operations.diff(loaded.folder)
    assert Term.objects.get(key="ferry-chair-xdu").holder.key == "XNE"
    assert place("old-mill").state.key == "XCO"
    (event,) = history_of(f"meeting/{ASSEMBLY}")
    assert event.verb == "pack.changed"
    assert event.after == {"title": {"en": "Fourth Assembly", "fr": "La quatrième"}}


def test_what_changed_only_in_the_database_is_kept(loaded):
    rename_here("dun-city", en="Dun City", fr="Dunville-sur-Lac")
    loaded.replace("places.csv", "Upper Quay,Quai-Haut", "Upper Quay,Haut-Quai")
    outcome = operations.load(loaded.folder, update=True)
    assert [change.address for change in outcome.changes.kept] == ["place/dun-city"]
    assert place("dun-city").name.plain()["fr"] == "Dunville-sur-Lac"
    assert place("upper-quay").name.plain()["fr"] == "Haut-Quai"
    # It stays kept at the next load too, and a review of the translation counts as an edit.
    assert [change.address for change in operations.diff(loaded.folder).kept] == ["place/dun-city"]


def test_the_same_change_on_both_sides_is_no_conflict(loaded):
    rename_here("dun-city", en="Dun City", fr="Dunbourg")
    loaded.replace("places.csv", "Dun City,Dunville", "Dun City,Dunbourg")
    assert not operations.diff(loaded.folder)
    operations.load(loaded.folder)
    rename_here("dun-city", en="Dun City", fr="Dunville")
    assert [change.address for change in operations.diff(loaded.folder).kept] == ["place/dun-city"]


def test_different_changes_on_both_sides_stop_the_load_with_both_values(loaded):
    rename_here("dun-city", en="Dun City", fr="Dunbourg")
    loaded.replace("places.csv", "Dun City,Dunville", "Dun City,Dunopolis")
    loaded.replace("places.csv", "Upper Quay,Quai-Haut", "Upper Quay,Haut-Quai")
    with pytest.raises(PackConflicts) as refused:
        operations.load(loaded.folder, update=True)
    assert str(refused.value) == (
        "pack demo: changed both in the database and in the files since the last load, so nothing was loaded: "
        "place/dun-city (changed in the database, changed in the files) name: fr 'Dunbourg' -> fr 'Dunopolis' "
        "Put the value to keep into the file, or load with --force, which takes the files' side."
    )
    assert place("dun-city").name.plain()["fr"] == "Dunbourg"
    assert place("upper-quay").name.plain()["fr"] == "Quai-Haut"
    operations.load(loaded.folder, force=True)
    assert place("dun-city").name.plain()["fr"] == "Dunopolis"
    assert not operations.diff(loaded.folder)


def test_a_row_taken_out_of_the_files_is_removed_with_its_sources(loaded):
    loaded.drop_line("links.csv", "study-made-plan,")
    assert str(operations.diff(loaded.folder)) == "removed: link/study-made-plan\n1 removed"
    operations.load(loaded.folder, update=True)
    assert not Citation.objects.filter(address="link/study-made-plan").exists()
    assert not operations.diff(loaded.folder)


def test_a_row_edited_here_and_taken_out_of_the_files_is_a_conflict(loaded):
    rename_here("mid-lake", en="Mid-Lake", fr="Milieu du lac")
    loaded.drop_line("places.csv", "mid-lake,")
    loaded.replace("meetings.csv", ",mid-lake,", ",,")
    with pytest.raises(
        PackConflicts, match=r"place/mid-lake \(changed in the database, removed in the files\)"
    ):
        operations.load(loaded.folder, update=True)


def test_a_row_removed_here_stays_removed_until_the_files_change_it(loaded):
    Meeting.objects.get(key="2024-09-12-fair-bremhaven").delete()
    assert [change.address for change in operations.diff(loaded.folder).kept] == [
        "meeting/2024-09-12-fair-bremhaven"
    ]
    loaded.replace("meetings.csv", "Foire des traversées", "Foire aux traversées")
    with pytest.raises(PackConflicts, match="removed in the database, changed in the files"):
        operations.load(loaded.folder, update=True)
    operations.load(loaded.folder, force=True)
    assert Meeting.objects.filter(key="2024-09-12-fair-bremhaven").exists()


def test_a_row_added_here_is_kept(loaded):
    registry.add(Place(key="new-pier", name=Text.of(en="New Pier")), by="an editor")
    outcome = operations.load(loaded.folder, update=True)
    assert [change.address for change in outcome.changes.kept] == ["place/new-pier"]
    assert place("new-pier")


def test_a_row_that_a_person_still_uses_is_not_removed(loaded):
    mid_lake = place("mid-lake")
    registry.correct(Meeting.objects.get(key=ASSEMBLY), {"place": mid_lake}, by="an editor")
    loaded.drop_line("places.csv", "mid-lake,")
    loaded.replace("meetings.csv", ",mid-lake,", ",,")
    with pytest.raises(StillUsed) as refused:
        operations.load(loaded.folder, update=True)
    assert refused.value.users == [f"meeting/{ASSEMBLY}"]
    assert place("mid-lake")


def test_a_row_and_all_that_referred_to_it_can_go_together(loaded):
    loaded.drop_line("outputs.csv", "timetable,")
    loaded.drop_line("projects.csv", "night-ferry,")
    operations.load(loaded.folder, update=True)
    assert not operations.diff(loaded.folder)


def test_a_number_can_move_to_another_row(loaded):
    loaded.replace("differences.yml", '- key: "08"', '- key: "09"')
    operations.load(loaded.folder, update=True)
    assert Difference.objects.get(number=8).key == "09"


def test_files_and_edits_that_do_not_fit_together_are_refused(loaded):
    term = Term.objects.get(key="ferry-chair-xdu")
    registry.correct(term, {"starts_on": date(2024, 6, 1)}, by="an editor")  # overlaps now: one edit too many
    loaded.replace("places.csv", "Dun City,Dunville", "Dun City,Dunopolis")
    with pytest.raises(PackHasProblems) as refused:
        operations.load(loaded.folder, update=True)
    assert [problem.expected for problem in refused.value.problems] == [
        "no day shared with ferry-chair-xbr: office ferry-group-chair has one seat"
    ]
    assert place("dun-city").name.plain()["fr"] == "Dunville"


def test_a_second_load_changes_no_person(loaded):
    from convene.accounts.models import User

    User.objects.filter(email="arlo.penn@lake.example.org").update(name="Arlo P. Penn")
    loaded.replace("people.yml", "name: Arlo Penn", "name: Arlo Pencil")
    assert operations.load(loaded.folder).people == 0
    assert User.objects.get(email="arlo.penn@lake.example.org").name == "Arlo P. Penn"
    assert User.objects.count() == 7


def test_progress_is_told_for_every_table(pack):
    told = []
    operations.load(pack.folder, progress=lambda *step: told.append(step))
    assert told[0] == ("The dialogue", 1, len(told))
    assert told[-1][1:] == (len(told), len(told))


def test_queries_of_a_first_load_do_not_grow_with_its_rows(pack, django_assert_max_num_queries):
    with django_assert_max_num_queries(340):
        operations.load(pack.folder)


def test_conflicts_are_settled_as_the_files_say_on_force():
    settled = loading._with_the_files_side(
        loading.Changes(
            conflicts=(
                loading.Conflict("places", "a", "place/a", "removed", "changed"),
                loading.Conflict("places", "b", "place/b", "changed", "removed"),
                loading.Conflict("places", "c", "place/c", "changed", "changed"),
            )
        )
    )
    assert [change.key for change in settled.added] == ["a"]
    assert [change.key for change in settled.removed] == ["b"]
    assert [change.key for change in settled.changed] == ["c"]


def test_a_source_may_not_go_while_something_added_here_cites_it(loaded):
    work = Work.objects.get(key="ferries-study")
    registry.correct(work, {"sources": "L07; L08"}, by="an editor")
    text = loaded.file("sources.csv").read_text("utf-8")
    loaded.file("sources.csv").write_text(
        "".join(line for line in text.splitlines(keepends=True) if not line.startswith("L08")), "utf-8"
    )
    with pytest.raises(StillUsed, match="source/L08"):
        operations.load(loaded.folder, update=True)
    assert Source.objects.filter(key="L08").exists()
