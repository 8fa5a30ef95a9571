from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goals.models import Goal
from goals.services import goals
from organizations.models import Plant
from sheets.writing import Sheet, write_workbook
from tests.factories.roadmap import make_bar, make_roadmap
from translation.exporters import heads
from translation.selectors import kinds, texts_of

SLUG = "johor-bahru"


def url(name="text-list", **query):
    address = reverse(f"translation:{name}", args=[SLUG])
    return address + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else "")


@pytest.fixture
def goal(scoped):
    values = {
        "horizon": "short",
        "title": "Core online",
        "value_driver": "cost",
        "due_on": dt.date(2027, 1, 1),
        "target_text": "90 % of orders",
    }
    by = scoped.people["project_owner"]
    return goals.create_goal(plant=scoped.plant, values=values, by=by)


@pytest.fixture
def client(scoped):
    return scoped.client("project_owner")


def texts(scoped):
    return texts_of(scoped.plant, kinds())


def sent(scoped, words, **more):
    """What the browser sends for every text: what was seen, and the words of some."""
    data = {}
    for key, text in texts(scoped).items():
        data[f"seen-{key}"] = text.seen
        data[f"other-{key}"] = "" if text.is_same else text.other
        if text.is_same:
            data[f"same-{key}"] = "1"
    return data | {f"other-{key}": other for key, other in words.items()} | more


def title_of(goal):
    return f"goals.goal:{goal.pk}:title"


def test_page_shows_texts_side_by_side_by_document(client, scoped, goal):
    text = client.get(url()).content.decode()
    assert "Core online" in text
    assert f'name="other-{title_of(goal)}"' in text
    assert "3 in English only" in text
    assert f'name="other-{title_of(goal)}"' not in client.get(
        url(document="indicator_baseline")
    ).content.decode()  # fmt: skip
    assert client.get(url(document="nonsense", show="nonsense", page="x")).status_code == 200


def test_page_is_stored_and_leaves_what_exists_in_both(client, scoped, goal):
    answer = client.post(url(), sent(scoped, {title_of(goal): "核心上线"}))
    assert answer.status_code == 302
    assert Goal.objects.get().both("title").zh_hans == "核心上线"
    assert f'name="other-{title_of(goal)}"' not in client.get(url()).content.decode()
    assert "核心上线" in client.get(url(show="all")).content.decode()


def test_tick_marks_a_text_as_the_same_in_both(client, scoped, goal):
    client.post(url(), sent(scoped, {}, **{f"same-{title_of(goal)}": "1"}))
    assert Goal.objects.get().translations["title"]["zh-hans"] == "Core online"
    text = client.get(url(show="all")).content.decode()
    assert 'value="1" checked' in text
    again = sent(scoped, {})
    del again[f"same-{title_of(goal)}"]
    client.post(url(), again)
    assert Goal.objects.get().translations == {}


def test_changed_text_waits_until_its_former_words_are_confirmed(client, scoped, goal):
    client.post(url(), sent(scoped, {title_of(goal): "核心上线"}))
    by = scoped.people["cio"]
    goals.edit_goal(goal=Goal.objects.get(), version=2, values={"title": "Core online now"}, by=by)
    text = client.get(url()).content.decode()
    assert "changed since it was translated" in text
    assert "核心上线" in text
    client.post(url(), sent(scoped, {}))
    assert Goal.objects.get().both("title").zh_hans == "Core online now"
    client.post(url(), sent(scoped, {}, **{f"sure-{title_of(goal)}": "1"}))
    assert Goal.objects.get().both("title").zh_hans == "核心上线"


def test_second_editor_keeps_what_was_typed_and_stores_nothing(client, scoped, goal):
    mine = sent(
        scoped, {title_of(goal): "我的", f"organizations.plant:{scoped.plant.pk}:industry": "部件"}
    )
    scoped.client("cio").post(url(), sent(scoped, {title_of(goal): "他的"}))
    answer = client.post(url(), mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "我的" in text
    assert "部件" in text
    assert "Changed in the meantime" in text
    assert Plant.objects.get(pk=scoped.plant.pk).translations == {}
    assert Goal.objects.get().both("title").zh_hans == "他的"


def test_every_text_has_a_longest_form(scoped):
    """The fault seen: a workbook stored 30,000 characters as the title of an initiative."""
    make_bar(make_roadmap(scoped.plant))
    texts = texts_of(scoped.plant, kinds())
    assert texts
    assert all(0 < text.longest <= 4000 for text in texts.values())
    assert {t.longest for t in texts.values() if t.key.startswith("roadmap.initiative:")} == {160}


def test_too_long_words_are_named_and_kept(client, scoped, goal):
    answer = client.post(url(), sent(scoped, {title_of(goal): "长" * 201}))
    assert answer.status_code == 422
    assert "at most 200" in answer.content.decode()
    assert "长" * 201 in answer.content.decode()
    assert Goal.objects.get().translations == {}


def test_strange_keys_change_nothing(client, scoped, goal):
    data = {"seen-goals.goal:99:title": "x", "other-goals.goal:99:title": "y", "seen-": ""}
    assert client.post(url(), data).status_code == 302
    assert client.post(url(), {}).status_code == 302
    assert Goal.objects.get().translations == {}


def test_text_of_a_foreign_plant_does_not_exist(client):
    address = reverse("translation:text-list", args=["elsewhere"])
    assert client.get(address).status_code == 404


def test_page_costs_the_same_with_more_texts(client, scoped, goal, django_assert_num_queries):
    client.get(url())
    with django_assert_num_queries(30, exact=False) as first:
        client.get(url())
    for number in range(6):
        values = {"horizon": "short", "title": f"Goal {number}", "value_driver": "cost"}
        values |= {"due_on": dt.date(2027, 1, 1), "target_text": "all lines"}
        goals.create_goal(plant=scoped.plant, values=values, by=scoped.people["cio"])
    with django_assert_num_queries(len(first)):
        client.get(url())


# --- the workbook -----------------------------------------------------------------------------


def book(client, **query):
    answer = client.get(url("text-export", **query))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def upload(client, data, name="texts.xlsx"):
    return client.post(url("text-import"), {"file": SimpleUploadedFile(name, data)})


def file_of(rows, head=None):
    return write_workbook(Sheet("Words", head or heads(), rows))


def row_of(text, words="", same=""):
    return (text.key, text.seen, "", "", "", "", text.text, "", words, same)


def test_workbook_goes_out_with_hidden_ids_and_comes_back(client, scoped, goal):
    found = book(client, show="all")
    sheet = found.active
    unseen = sheet.column_dimensions["A"]
    assert (unseen.hidden, unseen.min, unseen.max) == (True, 1, 2)
    place = {cell.value: cell.column for cell in sheet[1]}["Translation"]
    keys = {row[0].value: row[0].row for row in sheet.iter_rows(min_row=2)}
    sheet.cell(keys[title_of(goal)], place).value = "核心上线"
    sheet.cell(
        keys[title_of(goal)], 1
    ).value = f"roadmap.goal:{goal.pk}:title"  # of a release before
    sheet.cell(keys[f"goals.goal:{goal.pk}:target_text"], place + 1).value = "x"
    out = io.BytesIO()
    found.save(out)
    checked = upload(client, out.getvalue())
    assert checked.status_code == 200
    assert "核心上线" in checked.content.decode()
    assert Goal.objects.get().translations == {}
    payload = checked.context["payload"]
    assert client.post(url("text-import"), {"payload": payload}).status_code == 302
    stored = Goal.objects.get()
    assert stored.both("title").zh_hans == "核心上线"
    assert stored.translations["target_text"]["zh-hans"] == "90 % of orders"
    again = client.post(url("text-import"), {"payload": payload})
    assert again.status_code == 409
    assert Goal.objects.get().version == stored.version


def test_chinese_heads_are_read_as_well(client, scoped, goal):
    person = scoped.people["project_owner"]
    person.language = "zh-hans"
    person.save()
    found = book(client)
    assert found.active.cell(1, 9).value == "译文"
    out = io.BytesIO()
    found.save(out)
    assert upload(client, out.getvalue()).status_code == 200


def test_every_wrong_cell_is_named_and_nothing_is_stored(client, scoped, goal):
    known = texts(scoped)
    title, target = known[title_of(goal)], known[f"goals.goal:{goal.pk}:target_text"]
    plant = known[f"organizations.plant:{scoped.plant.pk}:industry"]
    rows = [
        ("goals.goal:99999:title", "x", "", "", "", "", "", "", "词", ""),
        row_of(title, "长" * 201),
        row_of(target, "九成", "maybe"),
        row_of(plant, "部件", "x"),
        row_of(target, "九成"),
        row_of(target, "九成"),
        (title.key, "old", "", "", "", "", "", "", "核心", ""),
        ("", "", "", "", "", "", "", "", "", ""),
        ("", "", "", "", "", "", "", "", "词", ""),
    ]
    answer = upload(client, file_of(rows))
    assert answer.status_code == 422
    cells = [problem.cell for problem in answer.context["draft"].problems]
    assert cells == ["A2", "I3", "J4", "I5", "A7", "A8", "A10"]
    assert Goal.objects.get().translations == {}


def test_text_changed_since_the_export_is_named(client, scoped, goal):
    text = texts(scoped)[title_of(goal)]
    by = scoped.people["cio"]
    goals.edit_goal(goal=Goal.objects.get(), version=1, values={"title": "Core online now"}, by=by)
    answer = upload(client, file_of([row_of(text, "核心上线")]))
    assert answer.status_code == 422
    (problem,) = answer.context["draft"].problems
    assert problem.cell == "I2"
    assert "changed since the export" in problem.message


def test_file_that_repeats_or_leaves_empty_changes_nothing(client, scoped, goal):
    client.post(url(), sent(scoped, {title_of(goal): "核心上线"}))
    known = texts(scoped)
    rows = [row_of(known[title_of(goal)], "核心上线"), *(row_of(text) for text in known.values())][
        :1
    ]
    rows.append(row_of(known[f"goals.goal:{goal.pk}:target_text"]))
    answer = upload(client, file_of(rows))
    draft = answer.context["draft"]
    assert (draft.lines, draft.unchanged, draft.empty) == ((), 1, 1)
    assert "This file changes nothing" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("texts.xlsx", b"PK\x03\x04 broken"),
        ("texts.xlsx", b""),
        ("texts.exe", b"MZ"),
        ("texts.csv", b"\xff\xfe\x00"),
        ("texts.pdf", b"%PDF-1.7"),
    ],
)
def test_hostile_files_are_refused_with_words(client, scoped, name, data):
    answer = upload(client, data, name)
    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_file_with_other_columns_is_refused(client, scoped, goal):
    answer = upload(client, file_of([("a", "b")], head=("code", "words")))
    assert answer.status_code == 422
    assert "export again" in answer.content.decode()


def test_formula_is_text_and_markup_is_shown_as_it_is(client, scoped, goal):
    text = texts(scoped)[title_of(goal)]
    answer = upload(client, file_of([row_of(text, "=1+1<script>alert(1)</script>")]))
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


def test_tampered_confirmation_is_refused(client, scoped):
    answer = client.post(url("text-import"), {"payload": "nonsense"})
    assert answer.status_code == 422
    assert "Send the file again" in answer.content.decode()


def test_empty_states_say_what_belongs_here(client, scoped):
    Plant.objects.filter(pk=scoped.plant.pk).update(industry="5")
    assert "No free texts yet" in client.get(url()).content.decode()
    Plant.objects.filter(pk=scoped.plant.pk).update(industry="Motors")
    key = f"organizations.plant:{scoped.plant.pk}:industry"
    client.post(url(), sent(scoped, {key: "电机"}))
    assert "exists in both languages" in client.get(url()).content.decode()
