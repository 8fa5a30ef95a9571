"""Rights within one page: every role sees the parts that the permission matrix gives it.

`tests/access_matrix/` walks addresses; here are the fragments of pages that everybody may open:
the kinds of hits of the search, figures and next steps of a plant, columns of the portfolio, on
the page and in its export. Whatever a page links to opens for the same person.
"""

from __future__ import annotations

import csv
import io

import pytest

from compliance.services import sums as duty_sums
from journey.models import PlantStage
from organizations.domain.roles import MATRIX, Permission, Role
from organizations.models import Membership
from overview.services import index
from roadmap.models import Initiative
from tests.factories.organizations import PlantFactory
from tests.factories.reports import rich_plant
from tests.factories.roadmap import make_bar, make_roadmap
from tests.markup import flat

PLANT = "/plants/johor-bahru/"
P = Permission
# Kind of a hit -> words that find it, and the right it needs at its plant.
KINDS = {
    "Plants": ("johor", P.PLANT_VIEW),
    "Questions": ("DG-06", P.ASSESSMENT_VIEW),
    "Initiatives": ("steering group and program", P.ROADMAP_VIEW),
    "Duties": ("processor", P.COMPLIANCE_VIEW),
    "Systems": ("U8 Cloud", P.SYSTEMS_VIEW),
    "Indicators": ("KPI-01", P.INDICATORS_VIEW),
}
TILES = {
    "Readiness": P.CAPABILITY_VIEW,
    "Roadmap progress": P.ROADMAP_VIEW,
    "Compliance duties met": P.COMPLIANCE_VIEW,
    "KPIs on plan": P.INDICATORS_VIEW,
}
NEXT = {
    "duty": P.COMPLIANCE_VIEW,
    "milestone": P.ROADMAP_VIEW,
    "conflict": P.ROADMAP_VIEW,
    "task": P.PLANT_VIEW,
}
WORDS_OF_THE_PLANT = {
    "Members</a>": P.MEMBERS_VIEW,
    "Edit plant facts": P.PLANT_EDIT,
    'id="capability"': P.CAPABILITY_VIEW,
    "/reports/": P.REPORTS_VIEW,
}
WORDS_OF_THE_PORTFOLIO = {
    "Readiness, group mean": P.CAPABILITY_VIEW,
    "Readiness now and target": P.CAPABILITY_VIEW,
    "Capability by plant": P.CAPABILITY_VIEW,
    "Spend to date": P.ROADMAP_VIEW,
    "Next milestone": P.ROADMAP_VIEW,
    "Duties met": P.COMPLIANCE_VIEW,
    "Assessments waiting for sign-off": P.ASSESSMENT_VIEW,
    "Add plant": P.PLANT_CREATE,
}
COLUMNS = {
    "Readiness": P.CAPABILITY_VIEW,
    "Target": P.CAPABILITY_VIEW,
    "Planned to date": P.ROADMAP_VIEW,
    "Duties met": P.COMPLIANCE_VIEW,
    "Duties": P.COMPLIANCE_VIEW,
    "Overdue": P.COMPLIANCE_VIEW,
}


@pytest.fixture
def whole(scoped):
    """A plant with something of every kind."""
    rich_plant(scoped.plant, scoped.people["cio"])
    later = [PlantStage(plant=scoped.plant, stage=number) for number in (2, 3, 4, 5)]
    PlantStage.objects.bulk_create(later)
    duty_sums.refresh(scoped.plant.pk)
    index.refresh_all(scoped.organization.pk)
    return scoped


def given(parts, role: Role) -> list[str]:
    """Return the parts that the matrix gives a role."""
    return [name for name, right in parts.items() if right in MATRIX[role]]


def found(client, words: str) -> dict[str, list]:
    groups = client.get("/search/", {"q": words}).context["groups"]
    return {group.title: group.hits for group in groups}


def test_search_shows_each_kind_to_those_with_its_right(whole, monkeypatch):
    seen, wanted = {}, {}
    for role in Role:
        client = whole.client(role)
        for kind, (words, right) in KINDS.items():
            seen[role, kind] = kind in found(client, words)
            wanted[role, kind] = right in MATRIX[role]
    assert seen == wanted
    # Some rights every role has today: the kinds ask for them all the same.
    for kind, (words, right) in KINDS.items():
        with monkeypatch.context() as without:
            without.setitem(MATRIX, Role.CIO, frozenset(Permission) - {right})
            assert kind not in found(whole.client("cio"), words)


def test_search_takes_the_rights_of_each_plant(whole):
    other = PlantFactory(organization=whole.organization, slug="szeged", name="Szeged")
    make_bar(make_roadmap(other), "Digital steering group and program office")
    index.refresh_all(whole.organization.pk)
    person = whole.people["respondent"]
    Membership.objects.create(
        organization=whole.organization, plant=other, user=person, role="stakeholder"
    )
    assert Initiative.objects.filter(title__en__startswith="Digital steering").count() == 2
    hits = found(whole.client("respondent"), "Digital steering")["Initiatives"]
    assert [hit.detail for hit in hits] == [other.shown_name]


def closed_links(client, links) -> dict[str, int]:
    """Return the links that do not open, with the answer."""
    answers = {link: client.get(link).status_code for link in dict.fromkeys(links)}
    return {link: status for link, status in answers.items() if status != 200}


def test_every_link_opens_for_who_is_shown_it(whole):
    closed = {}
    for role in Role:
        client = whole.client(role)
        page = client.get(PLANT).context
        links = [tile["href"] for tile in page["tiles"]]
        links += [item.href for item in page["page"].next]
        links += [stage["href"] for stage in page["stages"]]
        links += [part["href"] for stage in page["stages"] for part in stage["deliverables"]]
        links += [item.href for item in client.get("/").context["attention"]]
        for words, _right in KINDS.values():
            links += [hits[0].href for hits in found(client, words).values()]
        closed[role] = closed_links(client, links)
    assert closed == {role: {} for role in Role}


def test_pages_show_each_part_to_those_with_its_right(whole):
    tiles, words, figures, steps = {}, {}, {}, {}
    for role in Role:
        client = whole.client(role)
        page = client.get(PLANT)
        text = flat(page.content.decode()).split("<main")[1]
        tiles[role] = [tile["name"] for tile in page.context["tiles"]]
        words[role] = [word for word in WORDS_OF_THE_PLANT if word in text]
        text = flat(client.get("/").content.decode()).split("<main")[1]
        figures[role] = [word for word in WORDS_OF_THE_PORTFOLIO if word in text]
        kinds = {item.kind for item in page.context["page"].next}
        steps[role] = sorted(kinds - set(given(NEXT, role)))
    assert tiles == {role: given(TILES, role) for role in Role}
    assert words == {role: given(WORDS_OF_THE_PLANT, role) for role in Role}
    assert figures == {role: given(WORDS_OF_THE_PORTFOLIO, role) for role in Role}
    assert steps == {role: [] for role in Role}


def test_portfolio_and_its_export_keep_to_the_rights(whole):
    needs = {"duty": P.COMPLIANCE_VIEW, "conflict": P.ROADMAP_VIEW, "milestone": P.ROADMAP_VIEW}
    columns, attention = {}, {}
    for role in Role:
        client = whole.client(role)
        text = client.get("/export/").content.decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(text))
        columns[role] = [name for name in COLUMNS if row[name] not in ("", "0")]
        attention[role] = {item.kind for item in client.get("/").context["attention"]}
    assert columns == {role: given(COLUMNS, role) for role in Role}
    assert attention == {role: set(given(needs, role)) for role in Role}
