"""Pages that take something in: readings, baselines, targets, benchmarks."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from readings.models import Measurement, PlantIndicator
from tests.factories.indicators import follow, record
from tests.factories.organizations import PlantFactory
from tests.indicators.test_views import BASE, text


def url(row, tail: str) -> str:
    return f"{BASE}{row.pk}/{tail}"


# --- by hand -------------------------------------------------------------------------------------


def test_reading_by_hand_understands_how_people_write(scoped, row):
    client = scoped.client("respondent")
    data = {"period": "2026-03-01", "value": "４１,５", "quality": "97"}
    assert client.post(url(row, "readings/new/"), data).status_code == 302
    found = Measurement.objects.get()
    assert (found.value, found.quality) == (Decimal("41.5"), 97)
    again = client.post(url(row, "readings/new/"), {**data, "period": "2026-04-01", "again": "1"})
    assert again.url == url(row, "readings/new/")


@pytest.mark.parametrize(
    "data",
    [{"period": "2026-03-01", "value": "x"}, {"period": "2026-03-01", "value": ""},
     {"period": "2026-03-01", "value": "101"}, {"period": "1999-01-01", "value": "1"},
     {"period": "soon", "value": "1"}, {"period": "2026-03-01", "value": "1", "quality": "101"}],
)  # fmt: skip
def test_wrong_reading_is_refused_with_its_field(scoped, row, data):
    page = scoped.client("cio").post(url(row, "readings/new/"), data)
    assert page.status_code == 422
    assert not Measurement.objects.exists()


def test_month_that_has_a_value_asks_before_replacing(scoped, row):
    client, data = scoped.client("cio"), {"period": "2026-03-01", "value": "41"}
    client.post(url(row, "readings/new/"), data)
    asked = client.post(url(row, "readings/new/"), {**data, "value": "42"})
    assert "Mar 2026 has a reading already: 41. Tick the box to replace it." in text(asked)
    client.post(url(row, "readings/new/"), {**data, "value": "42", "replace": "on"})
    assert Measurement.objects.get().value == 42


def test_oldest_gap_is_proposed(scoped, row):
    record(row, [1, None, 3], start=dt.date(2026, 1, 1))
    page = scoped.client("cio").get(url(row, "readings/new/"))
    assert page.context["form"].initial["period"] == "2026-02-01"


# --- from elements -------------------------------------------------------------------------------


@pytest.fixture
def oee(scoped) -> PlantIndicator:
    (found,) = follow(scoped.plant, "ISO-06", by=scoped.people["cio"])
    return found


ELEMENTS = {
    "period": "2026-03-01",
    "APT": "400",
    "PBT": "480",
    "PRI": "0,9",
    "PQ": "400",
    "GQ": "390",
}


def test_reading_is_computed_from_its_elements(scoped, oee):
    assert scoped.client("cio").get(url(oee, "readings/compute/")).status_code == 200
    assert scoped.client("cio").post(url(oee, "readings/compute/"), ELEMENTS).status_code == 302
    found = Measurement.objects.get()
    assert (found.value, found.origin) == (Decimal("73.125"), "computed")
    assert found.elements["PRI"] == "0.900000"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"GQ": "401"}, "This does not hold: GQ ≤ PQ."),
        ({"APT": "-1"}, "Enter zero or more."),
        ({"PBT": "0", "APT": "0", "PQ": "0", "GQ": "0"}, "Not measurable"),
        ({"PBT": ""}, "required"),
    ],
)
def test_impossible_elements_are_told(scoped, oee, change, words):
    page = scoped.client("cio").post(url(oee, "readings/compute/"), {**ELEMENTS, **change})
    assert page.status_code == 422
    assert words in text(page)


def test_indicator_without_formula_is_not_computed(scoped, row):
    assert scoped.client("cio").get(url(row, "readings/compute/")).status_code == 404


# --- paste and file ------------------------------------------------------------------------------


def check(client, text_: str, **extra):
    return client.post(f"{BASE}readings/import/", {"text": text_, **extra})


def confirm(client, page):
    return client.post(f"{BASE}readings/import/", {"payload": page.context["payload"]})


def test_pasted_cells_are_checked_then_stored(scoped, row):
    client = scoped.client("respondent")
    page = check(client, "2026-01\t41\n2026-02\t42,5\n", indicator=row.pk)
    assert (page.status_code, Measurement.objects.count()) == (200, 0)
    assert confirm(client, page).url == url(row, "")
    assert list(Measurement.objects.values_list("value", "origin")) == [
        (41, "paste"),
        (Decimal("42.5"), "paste"),
    ]


def test_readings_that_changed_since_the_check_are_shown_again(scoped, row):
    """The fault seen: the file wrote over a reading that was typed after the check."""
    client = scoped.client("respondent")
    confirm(client, check(client, "2026-01\t41\n", indicator=row.pk))
    page = check(client, "2026-01\t43\n", indicator=row.pk)
    Measurement.objects.update(value=42)
    refused = confirm(client, page)
    assert refused.status_code == 409
    assert "Readings were changed since the check." in refused.content.decode()
    assert Measurement.objects.get().value == 42
    assert confirm(client, refused).status_code == 302
    assert Measurement.objects.get().value == 43


def test_two_columns_without_an_indicator_ask_for_it(scoped, row):
    client = scoped.client("cio")
    cells = "2026-01\t41\n2026-02\t42,5\n"
    asked = check(client, cells)
    assert asked.status_code == 422
    assert "choose the indicator they belong to" in text(asked)
    assert "2026-01" in asked.content.decode()  # what was pasted is still there
    assert confirm(client, check(client, cells, series=row.pk)).url == url(row, "")
    named = upload(client, b"period,value\n2026-03,40\n")
    assert "choose the indicator they belong to" in text(named)
    sent = {"payload": named.context["payload"], "step": "series"}
    again = client.post(f"{BASE}readings/import/", sent)
    assert (again.status_code, again.context["name"]) == (422, "r.csv")
    found = client.post(f"{BASE}readings/import/", sent | {"series": row.pk})
    assert (found.status_code, found.context["new_count"]) == (200, 1)


def upload(client, content: bytes, name: str = "r.csv", **extra):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{BASE}readings/import/", {"file": file, **extra})


def test_file_is_checked_then_stored_and_twice_changes_nothing(scoped, row):
    client = scoped.client("cio")
    content = "指标;月份;数值\nSC-12;2026年1月;41,5\nSC-12;2026年2月;42\n".encode("utf-8-sig")
    confirm(client, upload(client, content))
    assert Measurement.objects.first().reading_import.file_name == "r.csv"
    page = upload(client, content)
    assert page.context["same_count"] == 2
    told = client.get(confirm(client, page).url)
    assert "Nothing changed: all 2 readings are stored already." in text(told)


def test_file_with_one_bad_row_stores_nothing_and_names_the_cell(scoped, row):
    client = scoped.client("cio")
    page = upload(client, b"indicator,period,value\nSC-12,2026-01,41\nSC-12,2026-02,many\n")
    assert page.status_code == 422
    assert "C3 Not a number: “many”." in text(page)
    assert "Store the readings" not in text(page)


def test_several_indicators_lead_to_the_list(scoped, row, oee=None):
    follow(scoped.plant, "SC-12", "ISO-06", by=scoped.people["cio"])
    client = scoped.client("cio")
    page = check(client, "indicator,period,value\nSC-12,2026-01,41\nISO-06,2026-01,2\n")
    assert confirm(client, page).url == BASE


def test_file_without_values_says_so(scoped, row):
    page = upload(scoped.client("cio"), b"period,SC-12\n2026-01,\n")
    assert "No readings in this file" in text(page)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "r.csv"), (b"\x00\x01\x02", "r.csv"), (b"PK\x03\x04junk", "r.xlsx"), (b"x", "r.exe"),
     (b"%PDF-1.7", "r.pdf")],
)  # fmt: skip
def test_file_that_is_no_table_is_refused(scoped, row, content, name):
    assert upload(scoped.client("cio"), content, name).status_code == 422


def test_forged_and_foreign_confirmations_are_refused(scoped, row):
    client = scoped.client("cio")
    forged = client.post(f"{BASE}readings/import/", {"payload": "nonsense"})
    assert forged.status_code == 422
    named = upload(client, b"indicator,period,value\nSC-12,2026-01,1\n")
    alone = upload(client, b"period,value\n2026-01,1\n", indicator=row.pk)
    other = PlantFactory(organization=scoped.organization)
    follow(other, "SC-12", by=scoped.people["cio"])
    there = f"/plants/{other.slug}/indicators/readings/import/"
    foreign = client.post(there, {"payload": named.context["payload"]})
    assert (foreign.status_code, "not what the check had sent" in text(foreign)) == (422, True)
    follow(scoped.plant, by=scoped.people["cio"])
    assert "no longer followed" in text(confirm(client, alone))
    gone = confirm(client, named)
    assert gone.status_code == 409
    assert "follows no indicator named “SC-12”" in text(gone)
    assert not Measurement.objects.exists()


# --- how the numbers of a file are meant ----------------------------------------------------------


def test_the_check_says_what_it_assumed(scoped, row):
    page = check(scoped.client("cio"), "2026-01\t41,125\n2026-02\t0,875\n", indicator=row.pk)
    assert "Text in UTF-8, columns separated by tabs" in text(page)
    assert "“value”: numbers read as 1.234,5 with decimal comma." in text(page)
    values = [line.entry.value for line in page.context["draft"].lines]
    assert values == [Decimal("41.125"), Decimal("0.875")]


@pytest.fixture
def free(scoped):
    """An indicator without bounds, so that both readings of a number are possible."""
    (found,) = follow(scoped.plant, "DIG-10", by=scoped.people["cio"])
    assert found.bounds[1] is None
    return found


UNCLEAR = "period;value\n2026-01;1.234\n2026-02;12.500\n2026-03;998\n"


@pytest.mark.parametrize(
    ("mark", "values"),
    [("comma", [1234, 12500, 998]), ("point", [Decimal("1.234"), Decimal("12.5"), 998])],
)
def test_an_undecidable_column_is_asked_and_the_answer_counts(scoped, free, mark, values):
    client = scoped.client("cio")
    asked = upload(client, UNCLEAR.encode(), indicator=free.pk)
    assert asked.status_code == 200
    assert "Column “value”: how is 1.234 meant?" in text(asked)
    assert "Store the readings" not in text(asked)
    payload = asked.context["payload"]
    page = client.post(f"{BASE}readings/import/", {"payload": payload, "mark": mark})
    assert f"decimal {mark}" in text(page)
    assert [line.entry.value for line in page.context["draft"].lines] == values
    assert not Measurement.objects.exists()
    data = {"payload": page.context["payload"], "accept": "on"}
    client.post(f"{BASE}readings/import/", data)
    assert list(Measurement.objects.order_by("period").values_list("value", flat=True)) == values
    assert Measurement.objects.first().reading_import.file_name == "r.csv"


def test_a_question_without_an_answer_stores_nothing(scoped, free):
    client = scoped.client("cio")
    payload = upload(client, UNCLEAR.encode(), indicator=free.pk).context["payload"]
    for mark in ("", "both"):
        page = client.post(f"{BASE}readings/import/", {"payload": payload, "mark": mark})
        assert page.status_code == 422
    assert client.post(f"{BASE}readings/import/", {"payload": payload}).status_code == 422
    done = upload(client, b"period,value\n2026-01,1\n", indicator=free.pk).context["payload"]
    client.post(f"{BASE}readings/import/", {"payload": done, "mark": "comma"})
    assert not Measurement.objects.exists()
    follow(scoped.plant, by=scoped.people["cio"])
    gone = client.post(f"{BASE}readings/import/", {"payload": payload, "mark": "comma"})
    assert "no longer followed" in text(gone)
    assert not Measurement.objects.exists()


def test_a_value_far_from_its_series_needs_a_tick(scoped, row):
    record(row, [41, 42, 43, 44, 45, 46], start=dt.date(2025, 1, 1))
    client = scoped.client("cio")
    page = upload(client, b"period,value\n2026-01,0.41\n2026-02,44\n", indicator=row.pk)
    assert page.status_code == 200
    assert "1 value lies far from its series." in text(page)
    assert "far from the series, usually 41 to 46" in text(page)
    refused = confirm(client, page)
    assert refused.status_code == 422
    assert "Look at the marked values and tick this." in text(refused)
    assert Measurement.objects.count() == 6
    data = {"payload": refused.context["payload"], "accept": "on"}
    assert client.post(f"{BASE}readings/import/", data).status_code == 302
    assert Measurement.objects.count() == 8


def test_a_typed_value_with_two_readings_is_asked_back(scoped, row):
    data = {"period": "2026-03-01", "value": "41,125"}
    page = scoped.client("cio").post(url(row, "readings/new/"), data)
    assert page.status_code == 422
    assert "write 41125 or 41.125" in text(page)


def test_the_largest_reading_reads_back(scoped, free):
    client = scoped.client("cio")
    top = upload(client, b"period,value\n2026-01,999999999999.999999\n", indicator=free.pk)
    assert top.status_code == 422
    page = upload(client, b"period,value\n2026-01,999999999999.999\n", indicator=free.pk)
    client.post(f"{BASE}readings/import/", {"payload": page.context["payload"], "accept": "on"})
    assert Measurement.objects.get().value == Decimal("999999999999.999")
    assert client.get(url(free, "")).status_code == 200
    assert client.get(BASE).status_code == 200


def test_import_page_without_indicators_offers_the_first_step(scoped):
    assert "No indicators chosen yet" in text(scoped.client("cio").get(f"{BASE}readings/import/"))


def test_import_page_for_one_indicator_and_empty_paste(scoped, row):
    client = scoped.client("cio")
    assert "SC-12" in text(client.get(f"{BASE}readings/import/?indicator={row.pk}"))
    assert check(client, "").status_code == 422


def test_downloads(scoped, row):
    record(row, [41])
    client = scoped.client("cio")
    template = client.get(f"{BASE}readings/template/")
    assert template.content.startswith(b"PK")
    whole = client.get(f"{BASE}readings/export/").content.decode("utf-8-sig")
    assert whole.splitlines() == [
        'Indicator,Period,Value,"Data quality, %"',
        "SC-12,2025-01,41.000000,",
    ]
    one = client.get(f"{BASE}readings/export/?indicator={row.pk}")
    assert "sc-12" in one["Content-Disposition"]
    assert client.get(f"{BASE}readings/export/?indicator=0").status_code == 404


# --- explaining and correcting -------------------------------------------------------------------


def test_reading_is_explained_under_its_version(scoped, row):
    (reading,) = record(row, [41])
    client, there = scoped.client("cio"), url(row, f"readings/{reading.pk}/explain/")
    assert client.get(there).status_code == 200
    data = {"cause": "press failure", "is_excluded": "on", "version": "1"}
    assert client.post(there, {**data, "cause": ""}).status_code == 422
    assert client.post(there, data).status_code == 302
    stale = client.post(there, {**data, "cause": "other"})
    assert stale.status_code == 409
    assert "press failure" in text(stale)
    assert client.post(there, {"on_conflict": "theirs"}).status_code == 302
    assert client.post(there, {"cause": "x" * 301, "version": "2"}).status_code == 422


def test_reading_is_corrected_and_removed(scoped, row):
    (reading,) = record(row, [41])
    client, there = scoped.client("cio"), url(row, f"readings/{reading.pk}/edit/")
    assert client.get(there).status_code == 200
    assert client.post(there, {"value": "42", "version": "1"}).status_code == 302
    assert client.post(there, {"value": "43", "version": "1"}).status_code == 409
    assert client.post(there, {"value": "x", "version": "2"}).status_code == 422
    assert client.post(there, {"value": "143", "version": "2"}).status_code == 422
    assert client.post(there, {"on_conflict": "theirs"}).status_code == 302
    client.post(url(row, f"readings/{reading.pk}/delete/"))
    assert not Measurement.objects.exists()


# --- baseline, target, benchmark -----------------------------------------------------------------


def test_empty_lines_alone_are_no_table(scoped, row):
    answer = scoped.client("cio").post(f"{BASE}readings/import/", {"text": "\n"})
    assert answer.status_code == 422
