"""Files that are not what they should be: bytes, columns, quotes, YAML. Nothing stops the rest."""

from convene.packs.reading import read


def test_a_folder_that_is_not_there(tmp_path):
    folder = tmp_path / "nothing"
    assert [str(problem) for problem in read(folder).problems] == [
        f"nothing:1:1 found '{folder}'; expected a folder with the files of a pack"
    ]


def test_bytes_that_are_not_utf_8(pack):
    data = pack.file("places.csv").read_bytes()
    place = data.index("Brémeport".encode())
    pack.file("places.csv").write_bytes(data.replace("Brémeport".encode(), "Brémeport".encode("latin-1")))
    line_start = data.rindex(b"\n", 0, place) + 1
    assert pack.problems() == [
        f"places.csv:3:{place - line_start + 3} found 'byte 0xe9 at position {place + 2}'; "
        "expected text in UTF-8"
    ]


def test_a_file_saved_by_a_spreadsheet(pack):
    data = pack.file("places.csv").read_bytes()
    pack.file("places.csv").write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert pack.problems() == [
        "places.csv:1:1 found 'a byte order mark'; expected text that begins at once",
        "places.csv:1:26 found 'a carriage return'; expected lines that end in LF only",
    ]


def test_tabs_and_control_characters(pack):
    pack.replace("places.csv", "Dun City", "Dun\tCity")
    pack.replace("places.csv", "Upper Quay", "Upper\x0bQuay")
    assert pack.problems() == [
        "places.csv:5:13 found 'a tab'; expected spaces",
        "places.csv:6:17 found 'the control character U+000B'; expected printable text",
    ]


def test_columns_that_do_not_fit(pack):
    pack.replace("places.csv", "key,name.en,name.fr,state", "key,name.en,name.ru,sate")
    assert pack.problems() == [
        "places.csv:1:1 name.fr: found nothing; expected a column name.fr",
        "places.csv:1:1 state: found nothing; expected a column state",
        "places.csv:1:13 name.ru: found 'ru'; expected a language of the dialogue (en, fr)",
        "places.csv:1:21 sate: found 'sate'; expected a column of places; did you mean state?",
    ]


def test_cells_that_do_not_fit(pack):
    pack.replace("places.csv", "Dun City,", "Dun, City,")
    pack.replace("places.csv", "Upper Quay,Quai-Haut,", "Upper Quay,")
    pack.replace("places.csv", "Port Alder,", 'Port "Alder",')
    assert pack.problems() == [
        """places.csv:2:12 found 'Port "Alder"'; expected quotes around the whole cell, and every quote inside """
        "it doubled",
        "places.csv:5:14 name.fr: found ' City'; expected no space around the text",
        "places.csv:5:20 state: found 'Dunville'; expected a key of states",
        "places.csv:5:29 found '5 cells'; expected 4 cells, as many as columns; a text with a comma stands "
        "in quotes",
        "places.csv:6:23 found '3 cells'; expected 4 cells, as many as columns",
    ]


def test_a_quote_that_is_never_closed_costs_one_line(pack):
    pack.replace("places.csv", "bremhaven,Bremhaven,", 'bremhaven,"Bremhaven,')
    assert [problem.partition(" ")[0] for problem in pack.problems()] == ["places.csv:3:11"]


def test_lines_are_counted_through_texts_of_several_lines(pack):
    pack.replace("places.csv", "Port Alder,", '"Port\nAlder\n(old)",')
    pack.replace("places.csv", "Dun City,Dunville,XDU", "Dun City,Dunville,XDO")
    assert pack.problems() == [
        "places.csv:7:28 state: found 'XDO'; expected a key of states; did you mean XDU or XCO?"
    ]


def test_yaml_that_cannot_be_read_is_the_only_complaint(pack):
    pack.replace("differences.yml", "    en: Whether Elmora takes part", "    en: Whether: Elmora")
    assert pack.problems() == [
        "differences.yml:4:16 found 'mapping values are not allowed in this context'; "
        "expected YAML; put a text with ': ' or ' #' in quotes or after >-"
    ]


def test_yaml_of_another_shape(pack):
    pack.file("gaps.yml").write_text(
        "- key: a\n  title: Text\n  about: state/XAL\n  key: b\n  tilte: {en: x}\n"
        "- only words\n"
        "- key: c\n  title:\n    en: x\n    ru: y\n    en: z\n  position: [1]\n",
        "utf-8",
    )
    assert pack.problems() == [
        "gaps.yml:2:10 title: found 'Text'; expected one text a language: en: ..., fr: ...",
        "gaps.yml:3:10 about: found 'state/XAL'; expected a list: one value a line after '- '",
        "gaps.yml:4:3 key: found 'key'; expected each column once in a row",
        "gaps.yml:5:3 tilte: found 'tilte'; "
        "expected a column of gaps: key, title, text, about, position, sources",
        "gaps.yml:6:3 found 'only words'; expected a row: '- key: ...'",
        "gaps.yml:10:5 title.ru: found 'ru'; expected a language of the dialogue (en, fr)",
        "gaps.yml:11:5 title.en: found 'en'; expected each language once",
        "gaps.yml:12:13 position: found 'a sequence'; expected one value",
    ]


def test_a_misspelt_file_and_a_missing_dialogue(pack):
    pack.file("gaps.yml").rename(pack.file("gap.yml"))
    pack.file("dialogue.yml").unlink()
    problems = [str(problem) for problem in read(pack.folder).problems]
    assert problems == [
        "gap.yml:1:1 found 'gap.yml'; expected the name of a table's file (did you mean gaps.yml?)",
        "dialogue.yml:1:1 found nothing; expected a file that names the dialogue and its languages",
    ]
