"""
One table of Eurostat that is in no file here, written in every format that services send: the same figures come out.

Asylum applicants of two citizenships in three states: with a flag, a confidential cell and a cell left empty.
"""

from __future__ import annotations

import gzip
import json

import pytest

from tests.observatory.adapting import adapted

YEARS = ("2024", "2025")
FIXED = {"freq": "A", "unit": "PER", "sex": "T", "age": "TOTAL", "asyl_app": "FRST"}
DIMENSIONS = ("freq", "unit", "citizen", "sex", "age", "asyl_app", "geo")
# (citizen, geo) -> a value and its flag for each year; None is a cell without a value.
CELLS = {
    ("UA", "PL"): ((7215, ""), (9040, "p")),
    ("UA", "EL"): ((20, ""), (None, "c")),
    ("BY", "LI"): ((5, "u"), (None, "")),
}
SDMX = "http://www.sdmx.org/resources/sdmxml/schemas"


def key(citizen: str, geo: str) -> dict[str, str]:
    told = {**FIXED, "citizen": citizen, "geo": geo}
    return {name: told[name] for name in DIMENSIONS}


def observations():
    """(key, year, value, flag), '' for no value."""
    for (citizen, geo), cells in CELLS.items():
        for year, (value, flag) in zip(YEARS, cells, strict=True):
            yield key(citizen, geo), year, "" if value is None else str(value), flag


def tsv_new() -> str:
    lines = [",".join(DIMENSIONS) + "\\TIME_PERIOD\t" + "\t".join(f"{year} " for year in YEARS)]
    for (citizen, geo), cells in CELLS.items():
        printed = [f"{':' if value is None else value} {flag}" for value, flag in cells]
        lines.append(",".join(key(citizen, geo).values()) + "\t" + "\t".join(printed))
    return "\n".join(lines) + "\n"


def tsv_old() -> str:
    """Without the frequency, the newest year first."""
    head, *lines = tsv_new().splitlines()
    out = ["unit,citizen,sex,age,asyl_app,geo\\time\t" + "\t".join(reversed(head.split("\t")[1:]))]
    for line in lines:
        first, *cells = line.split("\t")
        out.append(first.removeprefix("A,") + "\t" + "\t".join(reversed(cells)))
    return "\n".join(out) + "\n"


def sdmx_csv_1() -> str:
    lines = ["DATAFLOW,LAST UPDATE," + ",".join(DIMENSIONS) + ",TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS"]
    for codes, year, value, flag in observations():
        confidential = "C" if flag == "c" else ""
        told = ["ESTAT:MIGR_ASYAPPCTZA(1.0)", "12/08/26 23:00:00", *codes.values(), year, value]
        lines.append(",".join([*told, "" if confidential else flag, confidential]))
    return "\n".join(lines) + "\n"


def sdmx_csv_2(separator: str = ",") -> str:
    lines = [["STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"]]
    for codes, year, value, flag in observations():
        lines.append(["dataflow", "ESTAT:MIGR_ASYAPPCTZA(1.0)", "I", *codes.values(), year, value, flag])
    return "\r\n".join(separator.join(line) for line in lines) + "\r\n"


def sdmx_csv_2_with_labels() -> str:
    heads = [f"{name},Label of {name}" for name in DIMENSIONS]
    lines = [
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,"
        + ",".join(heads)
        + ",TIME_PERIOD,Time,OBS_VALUE,Value,OBS_FLAG,Flag"
    ]
    for codes, year, value, flag in observations():
        told = ",".join(f"{code},label" for code in codes.values())
        lines.append(f'dataflow,ESTAT:MIGR_ASYAPPCTZA(1.0),"Asylum, by type",{told},{year},,{value},,{flag},')
    return "\n".join(lines) + "\n"


def sdmx_ml(root: str, version: str, body: str, dimension: str = "TIME_PERIOD") -> str:
    return f"""<m:{root} xmlns:m="{SDMX}/{version}/message" xmlns:c="{SDMX}/{version}/common"
      xmlns:g="{SDMX}/{version}/data/generic" xmlns:s="{SDMX}/{version}/data/structurespecific"><m:Header>
      <m:ID>X</m:ID><m:Sender id="ESTAT"/><m:Structure structureID="S" dimensionAtObservation="{dimension}">
      <c:StructureUsage><Ref id="MIGR_ASYAPPCTZA" agencyID="ESTAT" version="1.0"/></c:StructureUsage></m:Structure>
      </m:Header><m:DataSet s:structureRef="S">{body}</m:DataSet></m:{root}>"""


def specific_series() -> str:
    body = ""
    for (citizen, geo), cells in CELLS.items():
        told = " ".join(f'{name}="{code}"' for name, code in key(citizen, geo).items())
        body += f"<Series {told}>"
        for year, (value, flag) in zip(YEARS, cells, strict=True):
            body += f'<Obs TIME_PERIOD="{year}" OBS_VALUE="{"NaN" if value is None else value}" OBS_FLAG="{flag}"/>'
        body += "</Series>"
    return sdmx_ml("StructureSpecificData", "v2_1", body)


def specific_flat_3() -> str:
    body = ""
    for codes, year, value, flag in observations():
        told = " ".join(f'{name}="{code}"' for name, code in {**codes, "TIME_PERIOD": year}.items())
        given = f' OBS_VALUE="{value}"' if value else ""
        body += f'<Obs {told}{given} OBS_FLAG="{flag}"/>'
    return sdmx_ml("StructureSpecificData", "v3_0", body, "AllDimensions")


def generic() -> str:
    body = ""
    for (citizen, geo), cells in CELLS.items():
        told = "".join(f'<g:Value id="{name}" value="{code}"/>' for name, code in key(citizen, geo).items())
        body += f"<g:Series><g:SeriesKey>{told}</g:SeriesKey>"
        for year, (value, flag) in zip(YEARS, cells, strict=True):
            given = "" if value is None else f'<g:ObsValue value="{value}"/>'
            flagged = f'<g:Attributes><g:Value id="OBS_FLAG" value="{flag}"/></g:Attributes>' if flag else ""
            body += f'<g:Obs><g:ObsDimension value="{year}"/>{given}{flagged}</g:Obs>'
        body += "</g:Series>"
    return sdmx_ml("GenericData", "v2_1", body)


def codes_of(name: str) -> list[str]:
    return list(dict.fromkeys(codes[name] for codes, _year, _value, _flag in observations()))


def json_stat() -> str:
    """A sparse cube: cells that are not in the table have neither value nor status."""
    sizes = [len(codes_of(name)) for name in DIMENSIONS] + [len(YEARS)]
    values, status = {}, {}
    for codes, year, value, flag in observations():
        place = 0
        for name in DIMENSIONS:
            place = place * len(codes_of(name)) + codes_of(name).index(codes[name])
        place = place * len(YEARS) + YEARS.index(year)
        if value:
            values[str(place)] = int(value)
        if flag or not value:
            status[str(place)] = flag if value else f":{flag}"
    dimension = {name: {"category": {"index": codes_of(name)}} for name in DIMENSIONS}
    dimension["time"] = {"category": {"index": {year: place for place, year in enumerate(YEARS)}}}
    return json.dumps(
        {"version": "2.0", "class": "dataset", "id": [*DIMENSIONS, "time"], "size": sizes, "value": values}
        | {
            "status": status,
            "dimension": dimension,
            "extension": {"id": "MIGR_ASYAPPCTZA", "agencyId": "ESTAT"},
        }
    )


def sdmx_json(version: str) -> str:
    flags = ["", "p", "c", "u"]
    dimensions = [{"id": name, "values": [{"id": code} for code in codes_of(name)]} for name in DIMENSIONS]
    time = {"id": "TIME_PERIOD", "values": [{"id": year} for year in YEARS]}
    structure = {
        "links": [{"urn": "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ESTAT:MIGR_ASYAPPCTZA(1.0)"}],
        "dimensions": {"observation": [*dimensions, time]},
        "attributes": {"observation": [{"id": "OBS_FLAG", "values": [{"id": flag} for flag in flags]}]},
    }
    cells = {}
    for codes, year, value, flag in observations():
        places = [codes_of(name).index(codes[name]) for name in DIMENSIONS] + [YEARS.index(year)]
        cells[":".join(map(str, places))] = [int(value) if value else None, flags.index(flag)]
    data = {"dataSets": [{"observations": cells}]}
    data |= {"structures": [structure]} if version == "2.0" else {"structure": structure}
    return json.dumps({"meta": {}, "data": data})


FORMATS = {
    "new TSV": tsv_new,
    "old TSV": tsv_old,
    "SDMX-CSV 1.0": sdmx_csv_1,
    "SDMX-CSV 2.0": sdmx_csv_2,
    "SDMX-CSV 2.0 with semicolons": lambda: sdmx_csv_2(";"),
    "SDMX-CSV 2.0 with labels": sdmx_csv_2_with_labels,
    "SDMX-ML 2.1 structure-specific": specific_series,
    "SDMX-ML 2.1 generic": generic,
    "SDMX-ML 3.0 flat": specific_flat_3,
    "SDMX-JSON 1.0": lambda: sdmx_json("1.0"),
    "SDMX-JSON 2.0": lambda: sdmx_json("2.0"),
    "JSON-stat": json_stat,
}
FIGURES = [
    ("BLR", "LIE", 2024, 5.0, "u"),
    ("UKR", "GRC", 2024, 20.0, ""),
    ("UKR", "POL", 2024, 7215.0, ""),
    ("UKR", "POL", 2025, 9040.0, "p"),
]
MISSING = [("BLR", "LIE", 2025, "not published"), ("UKR", "GRC", 2025, "confidential")]


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("packed", [False, True])
def test_the_same_figures_and_gaps_come_out(tmp_path, name, packed):
    content = FORMATS[name]().encode()
    path = tmp_path / ("migr_asyappctza.gz" if packed else "migr_asyappctza")
    path.write_bytes(gzip.compress(content) if packed else content)
    bench = adapted(path, "eurostat-migr_asyappctza")
    figures = bench.connection.execute(
        "SELECT counterpart, area, year, value, flag FROM observed WHERE counterpart <> '' ORDER BY ALL"
    ).fetchall()
    missing = bench.connection.execute(
        "SELECT counterpart, area, year, reason FROM missing_cells WHERE counterpart <> '' ORDER BY ALL"
    ).fetchall()
    assert (figures, missing) == (FIGURES, MISSING)
