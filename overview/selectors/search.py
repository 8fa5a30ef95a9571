"""The search: a few hits of each kind, only from plants the person may see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.models import Assessment
from compliance.models import ObligationStatus
from compliance.selectors.packs import checklists_of
from core.text import LocalizedText
from landscape.models import System
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import Grants
from overview.domain.folding import wanted
from overview.models import SearchEntry
from overview.selectors.pack_texts import matching_duties, matching_questions
from packs.schema import Framework
from readings.models import PlantIndicator
from roadmap.models import Initiative

MOST = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    title: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class HitGroup:
    """The hits of one kind; `more` says that there are others."""

    title: str
    hits: list[Hit]
    more: bool


def find(words: str, granted: Grants) -> list[HitGroup]:
    """Return what the words appear in, by kind; kinds without a hit are left out.

    Args:
        words: each must begin a word of the text; letter case and accents do not matter. Chinese
            is found anywhere in the text.
        granted: the person's roles; a plant, or a part of it that they may not see, has no hits.
    """
    beginnings = wanted(words)
    if not beginnings:
        return []
    groups = (
        _group(_("Plants"), _plants(beginnings, granted)),
        _group(_("Questions"), _questions(beginnings, granted)),
        _group(_("Initiatives"), _initiatives(beginnings, granted)),
        _group(_("Duties"), _duties(beginnings, granted)),
        _group(_("Systems"), _systems(beginnings, granted)),
        _group(_("Indicators"), _indicators(beginnings, granted)),
    )
    return [group for group in groups if group.hits]


def _group(title: str, matches: Iterator[Hit]) -> HitGroup:
    hits = [hit for hit, _number in zip(matches, range(MOST + 1), strict=False)]
    return HitGroup(title, hits[:MOST], len(hits) > MOST)


def _allowed(granted: Grants, right: Permission, path: str = "plant") -> Q:
    """Return the condition for rows of the plants at which the person holds a right."""
    groups = [one for one in granted.organizations if right in granted.in_organization(one)]
    owner = "organization" if path == "pk" else f"{path}__organization"
    return Q(**{f"{owner}__in": groups}) | Q(**{f"{path}__in": list(granted.plants_with(right))})


def _names(path: str = "plant") -> list[str]:
    """Return what is read of the plant of a hit; a plant has sixty columns more."""
    return [f"{path}__{name}" for name in ("name", "local_name", "slug")]


def _entries(
    kind: str, beginnings: Sequence[str], allowed: Q, *, first: str = "plant_id"
) -> list[int]:
    """Return the ids of the first things of a kind.

    Args:
        kind: of `SearchEntry.Kind`.
        beginnings: folded words; each must begin a term.
        allowed: the condition for what the person may see.
        first: column by which they are ordered, then by age. By id of the plant they stand in the
            index and the database stops at the last one wanted; by name (which is what ordering
            by `plant` means to Django) it would have to look at all of them.
    """
    rows = SearchEntry.objects.filter(allowed, kind=kind)
    for one in beginnings:
        rows = rows.filter(terms__contains=f" {one}")
    return list(rows.order_by(first, "pk").values_list("object_id", flat=True)[: MOST + 1])


def _plants(beginnings: Sequence[str], granted: Grants) -> Iterator[Hit]:
    allowed = _allowed(granted, Permission.PLANT_VIEW)
    found = _entries(SearchEntry.Kind.PLANT, beginnings, allowed, first="plant__name")
    rows = Plant.objects.filter(pk__in=found).only("name", "local_name", "slug", "city", "country")
    for plant in rows.order_by("name"):
        href = reverse("overview:plant-detail", args=[plant.slug])
        yield Hit(plant.shown_name, f"{plant.city} · {plant.country_name}", href)


def _questions(beginnings: Sequence[str], granted: Grants) -> Iterator[Hit]:
    language, matches = get_language() or "en", matching_questions(beginnings)
    if not matches:
        return
    runs = Assessment.objects.filter(plant=OuterRef("pk")).order_by("-created_at", "-pk")
    asked = Assessment.objects.filter(pk=OuterRef("run"), framework__in=matches)
    plants = Plant.objects.filter(_allowed(granted, Permission.ASSESSMENT_VIEW, "pk"))
    newest = plants.annotate(run=Subquery(runs.values("pk")[:1])).filter(Exists(asked))
    first = newest.order_by("pk").values("run")[: MOST + 1]  # the database stops at the last wanted
    rows = Assessment.objects.filter(pk__in=first).select_related("framework", "plant")
    rows = rows.only("title", "framework__kind", "framework__digest", *_names())
    for run in rows.order_by("plant_id"):
        questions = {one.id: one for one in run.framework.read(Framework).questions}
        for key in matches[run.framework_id]:
            yield Hit(
                f"{key} {questions[key].topic.in_language(language)}",
                f"{run.plant.shown_name} · {run.title}",
                reverse("questionnaire:question-detail", args=[run.plant.slug, run.pk, key]),
            )


def _initiatives(beginnings: Sequence[str], granted: Grants) -> Iterator[Hit]:
    language = get_language() or "en"
    found = _entries(
        SearchEntry.Kind.INITIATIVE, beginnings, _allowed(granted, Permission.ROADMAP_VIEW)
    )
    rows = Initiative.objects.filter(pk__in=found).select_related("roadmap__plant")
    rows = rows.only("title", "translations", "roadmap__plant", *_names("roadmap__plant"))
    for row in rows.order_by("roadmap__plant__name", "starts_on"):
        plant = row.roadmap.plant
        yield Hit(
            row.both("title").in_language(language),
            plant.shown_name,
            # The plan with the initiative in its drawer: many may read it, few may edit it.
            f"{reverse('roadmap:roadmap-detail', args=[plant.slug])}?initiative={row.pk}",
        )


def _duties(beginnings: Sequence[str], granted: Grants) -> Iterator[Hit]:
    language, matches = get_language() or "en", matching_duties(beginnings)
    if not matches:
        return
    # By plant and obligation, as the index has them; the release is looked at here.
    plants = Plant.objects.filter(_allowed(granted, Permission.COMPLIANCE_VIEW, "pk"))
    rows = ObligationStatus.objects.filter(
        plant__in=plants.values("pk"),
        obligation__in={key for ids in matches.values() for key in ids},
    ).exclude(applies=ObligationStatus.Applies.NO)
    rows = rows.select_related("plant").only("checklist", "obligation", *_names())
    first = rows.order_by("plant_id", "obligation")[: 4 * MOST]
    found = [row for row in first if row.obligation in matches.get(row.checklist_id, ())]
    checklists = checklists_of({row.checklist_id for row in found})
    texts = {(key, duty.id): duty for key, one in checklists.items() for duty in one.obligations}
    for row in found:
        duty = texts[row.checklist_id, row.obligation]
        yield Hit(
            duty.text.in_language(language),
            f"{row.plant.shown_name} · {duty.cited.in_language(language)}",
            reverse("compliance:obligation-detail", args=[row.plant.slug, row.pk]),
        )


def _systems(beginnings: Sequence[str], granted: Grants) -> Iterator[Hit]:
    found = _entries(
        SearchEntry.Kind.SYSTEM, beginnings, _allowed(granted, Permission.SYSTEMS_VIEW)
    )
    rows = System.objects.filter(pk__in=found).select_related("plant")
    rows = rows.only("name", "category", *_names())
    for row in rows.order_by("plant__name", "name"):
        href = reverse("landscape:system-list", args=[row.plant.slug])
        yield Hit(row.name, f"{row.plant.shown_name} · {row.category}", href)


def _indicators(beginnings: Sequence[str], granted: Grants) -> Iterator[Hit]:
    language = get_language() or "en"
    found = SearchEntry.objects.filter(kind=SearchEntry.Kind.INDICATOR)
    for one in beginnings:
        found = found.filter(terms__contains=f" {one}")
    rows = PlantIndicator.objects.filter(
        _allowed(granted, Permission.INDICATORS_VIEW), indicator__in=found.values("object_id")
    )
    rows = rows.select_related("plant", "indicator").order_by("plant_id", "pk")
    rows = rows.only("indicator__code", "indicator__title", *_names())
    for row in rows[: MOST + 1]:
        title = LocalizedText.of(
            row.indicator.title.get("en", ""), row.indicator.title.get("zh-hans", "")
        )
        yield Hit(
            f"{row.indicator.code} {title.in_language(language)}",
            row.plant.shown_name,
            reverse("indicators:indicator-detail", args=[row.plant.slug, row.pk]),
        )
