"""load(export(x)) = x, byte for byte; and nothing that is not public leaves in a public export."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convene.core.tables import all_tables, table_named
from convene.core.text import Text, TranslationState
from convene.dialogue.models import Meeting
from convene.packs import operations
from convene.packs.csv_text import cells, to_csv
from convene.packs.exporting import CannotFormat, NothingToExport
from convene.packs.reading import read
from convene.packs.record import read_record
from convene.packs.rows import Row, canonical_row, tidy
from convene.packs.texts import from_text, to_text
from convene.packs.writing import file_text, write_pack
from convene.packs.yaml_text import compose, to_yaml
from convene.registry import operations as registry
from convene.registry.models import Place
from tests.packs.conftest import bytes_of

# What people type: commas, quotes, line ends, several alphabets, YAML's own signs.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(list(",;\"'\n\t :#-?[]{}&*!|>%@`~=«»—’1")),
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")),
        st.sampled_from("беженцев ёlj"),
    ),
    max_size=160,
)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_cells_of_csv_come_back(rows):
    text = to_csv(["a", "b", "c"], rows)
    assert [tuple(cell.text for cell in line) for line in cells(text)] == [("a", "b", "c"), *rows]


@given(TEXTS, TEXTS, st.lists(TEXTS.map(tidy).filter(bool), min_size=1))
@settings(max_examples=200)
def test_values_of_yaml_come_back(text, other, items):
    text, other = tidy(text), tidy(other)
    row = {"key": "a", "title": {"en": text, "ru": other} if text and other else {"en": "x"}, "list": items}
    node = compose(to_yaml([row], frozenset()))
    values = {name.value: value for name, value in node.value[0].value}
    assert {name.value: value.value for name, value in values["title"].value} == row["title"]
    assert [item.value for item in values["list"].value] == items


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_place_of_any_name_is_read_as_it_was_written(tmp_path_factory, english, russian):
    folder = tmp_path_factory.mktemp("pack")
    table = table_named("places")
    row = canonical_row(table, Row("places", "here", {"key": "here", "name": {"en": english, "fr": russian}}))
    write_pack(folder, {"places": {"here": row}}, ("en", "fr"))
    (folder / "dialogue.yml").write_text("- key: x\n  languages: en; fr\n", "utf-8")
    (found,) = read(folder).rows["places"]
    assert found.values == row.values


@given(
    st.sampled_from(["en", "fr"]),
    st.dictionaries(st.sampled_from(["en", "fr"]), st.sampled_from(["Lake", "Lac", "Lac !"]), min_size=1),
    st.sampled_from(["reviewed", "unreviewed", "machine"]),
    st.booleans(),
)
def test_states_of_translations_come_back(source, texts, state, grows_stale):
    text = Text.from_plain(texts, source=source, state=state)
    if grows_stale:
        text = text.with_source("Another lake")
    plain, marks = from_text(text, "name", ("en", "fr"))
    assert to_text(plain, marks, "name", ("en", "fr")) == text


@pytest.mark.django_db
def test_the_export_of_a_loaded_pack_is_the_pack(loaded, tmp_path):
    operations.export(tmp_path / "out")
    # People never leave; what is written about a pack is not part of the record.
    beside = {"people.yml", "README.md"}
    files = {name: data for name, data in loaded.bytes().items() if name not in beside}
    assert bytes_of(tmp_path / "out") == files


@pytest.mark.django_db
def test_edits_reviews_and_order_survive_export_and_load(loaded, tmp_path):
    place = Place.objects.get(key="dun-city")
    text = place.name.with_source("Dun City by the Lake")
    registry.correct(place, {"name": text}, by="an editor")
    Place.objects.filter(key="port-alder").update(
        name=Place.objects.get(key="port-alder").name.with_translation(
            "fr", "Port-Alder", TranslationState.REVIEWED
        )
    )
    registry.add(
        Place(key="a-new-pier", name=Text.of(fr="Jetée neuve", en="New Pier", source="fr")), by="an editor"
    )
    operations.export(tmp_path / "out")
    assert operations.check(tmp_path / "out").ok
    before = read_record()
    translations = (tmp_path / "out" / "translations.csv").read_text("utf-8")
    assert "place/port-alder,name,fr,reviewed," in translations
    assert "place/dun-city,name,fr,unreviewed," in translations
    assert "place/a-new-pier,name,fr,source," in translations
    assert not operations.diff(tmp_path / "out")
    assert list(before.rows["places"])[-1] == "a-new-pier"


@pytest.mark.django_db
def test_a_line_end_typed_in_a_browser_does_not_break_the_files(loaded, tmp_path):
    place = Place.objects.get(key="dun-city")
    place.name = Text.of(en="Dun\r\nCity ", fr="Dun\tville")
    place.save()
    operations.export(tmp_path / "out")
    assert operations.check(tmp_path / "out").problems == ()
    assert not operations.diff(tmp_path / "out")


@pytest.mark.django_db
def test_a_public_export_holds_no_trace_of_what_is_not_public(loaded, tmp_path):
    operations.export(tmp_path / "public", public_only=True)
    everything = b"".join(bytes_of(tmp_path / "public").values()).decode()
    for hidden in (
        "2022-10-04-donor-visit-dun-city",  # participants
        "2024-02-21-board-online",  # the body's members
        "2026-10-08-office-retreat-port-alder",  # secretariat
        "2027-02-17-board-corvostad",
        "draft-plan-2030",
        "board-minutes-2024-02",
        "letter-of-harrowmere",
        "c02-courier",  # a claim from the press
        "Why a seat of the co-chairs was empty",  # an internal difference
        "decided_because",
        "visibility",
        "ines.calder",
    ):
        assert hidden not in everything
    assert "2027-06-14-assembly-dun-city" in everything
    assert operations.check(tmp_path / "public").problems == ()


@pytest.mark.django_db
def test_a_milestone_loses_only_its_reference_to_a_hidden_meeting(loaded, tmp_path):
    assert Meeting.objects.get(key="2024-02-21-board-online").visibility == "body"
    operations.export(tmp_path / "public", public_only=True)
    text = (tmp_path / "public" / "milestones.csv").read_text("utf-8")
    assert (
        "board-on-the-seat,The Board settles the empty seat,"
        "Le Conseil règle la question du siège vide,,,2024-02-21,,,,,,L02\n"
    ) in text


@pytest.mark.django_db
def test_an_empty_database_has_nothing_to_export(tmp_path):
    with pytest.raises(NothingToExport, match="the database holds no dialogue yet"):
        operations.export(tmp_path / "out")


def test_a_tidy_pack_stays_as_it_is(pack):
    before = pack.bytes()
    operations.format_pack(pack.folder)
    assert pack.bytes() == before


def test_a_pack_saved_by_a_spreadsheet_is_tidied(pack):
    before = pack.bytes()
    for name in ("places.csv", "meetings.csv"):
        data = pack.file(name).read_bytes().replace(b"Dun City", b" Dun City ").replace(b"\n", b"\r\n")
        pack.file(name).write_bytes(b"\xef\xbb\xbf" + data)
    pack.replace("sources.csv", "L02,Le Dialogue du Lac en bref,fr", '"L02",Le Dialogue du Lac en bref,fr')
    operations.format_pack(pack.folder)
    assert pack.bytes() == before


def test_defaults_are_written_out(pack):
    before = pack.bytes()
    text = pack.file("documents.csv").read_text("utf-8")
    pack.file("documents.csv").write_text(text.replace(",public,", ",,"), "utf-8")
    pack.replace("offices.csv", ",1,L01:Article 3", ",1,L01: Article 3")
    operations.format_pack(pack.folder)
    assert pack.bytes() == before


def test_a_pack_that_cannot_be_read_for_certain_is_not_rewritten(pack):
    pack.replace("places.csv", "Dun City,", "Dun, City,")
    before = pack.bytes()
    with pytest.raises(CannotFormat) as refused:
        operations.format_pack(pack.folder)
    assert "expected 4 cells, as many as columns" in str(refused.value)
    assert pack.bytes() == before


def test_a_row_is_never_lost_in_tidying(pack):
    pack.append("places.csv", "bremhaven,Again,Encore,\n")
    with pytest.raises(CannotFormat, match="a key that places"):
        operations.format_pack(pack.folder)


def test_an_empty_table_keeps_its_header():
    texts = {table.name: file_text(table, [], ("en", "ru"), table.columns) for table in all_tables()}
    assert texts["places"] == "key,name.en,name.ru,state\n"
    assert texts["gaps"] == "[]\n"
