"""The search: a few hits of each kind, only from plants the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
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
from organizations.selectors.places import Grants, visible_plants
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
        words: at least two characters; letter case does not matter.
        granted: the person's roles; a plant, or a part of it that they may not see, has no hits.
    """
    plants = list(visible_plants(granted))
    rights = {plant.pk: granted.at_plant(plant) for plant in plants}

    def where(permission: Permission) -> list[Plant]:
        return [plant for plant in plants if permission in rights[plant.pk]]

    groups = (
        _group(_("Plants"), _plants(words, plants)),
        _group(_("Questions"), _questions(words, where(Permission.ASSESSMENT_VIEW))),
        _group(_("Initiatives"), _initiatives(words, where(Permission.ROADMAP_VIEW))),
        _group(_("Duties"), _duties(words, where(Permission.COMPLIANCE_VIEW))),
        _group(_("Systems"), _systems(words, where(Permission.SYSTEMS_VIEW))),
        _group(_("Indicators"), _indicators(words, where(Permission.INDICATORS_VIEW))),
    )
    return [group for group in groups if group.hits]


def _group(title: str, matches: Iterable[Hit]) -> HitGroup:
    hits = []
    for hit in matches:
        hits.append(hit)
        if len(hits) > MOST:
            break
    return HitGroup(title, hits[:MOST], len(hits) > MOST)


def _holds(words: str, *texts: str | LocalizedText) -> bool:
    wanted = words.casefold()
    for text in texts:
        parts = (text.en, text.zh_hans) if isinstance(text, LocalizedText) else (text,)
        if any(wanted in part.casefold() for part in parts):
            return True
    return False


def _plants(words: str, plants: list[Plant]) -> Iterable[Hit]:
    for plant in plants:
        if _holds(words, plant.name, plant.local_name, plant.city, plant.both("industry")):
            href = reverse("overview:plant-detail", args=[plant.slug])
            yield Hit(plant.shown_name, f"{plant.city} · {plant.country_name}", href)


def _questions(words: str, plants: list[Plant]) -> Iterable[Hit]:
    language = get_language() or "en"
    newest: dict[int, Assessment] = {}
    rows = Assessment.objects.filter(plant__in=plants).select_related("framework", "plant")
    for run in rows.defer("framework__content").order_by("created_at"):
        newest[run.plant_id] = run
    for run in newest.values():
        for question in run.framework.read(Framework).questions:
            if _holds(words, question.id, question.topic, question.text):
                yield Hit(
                    f"{question.id} {question.topic.in_language(language)}",
                    f"{run.plant.shown_name} · {run.title}",
                    reverse(
                        "assessment:question-detail", args=[run.plant.slug, run.pk, question.id]
                    ),
                )


def _initiatives(words: str, plants: list[Plant]) -> Iterable[Hit]:
    language = get_language() or "en"
    rows = Initiative.objects.filter(roadmap__plant__in=plants).select_related("roadmap__plant")
    for row in rows.order_by("roadmap__plant__name", "starts_on"):
        title = LocalizedText(row.title.get("en", ""), row.title.get("zh-hans", ""))
        if _holds(words, title, row.catalog_id):
            plant = row.roadmap.plant
            yield Hit(
                title.in_language(language) or title.en or title.zh_hans,
                plant.shown_name,
                # The plan with the initiative in its drawer: many may read it, few may edit it.
                f"{reverse('roadmap:roadmap-detail', args=[plant.slug])}?initiative={row.pk}",
            )


def _duties(words: str, plants: list[Plant]) -> Iterable[Hit]:
    language = get_language() or "en"
    rows = list(
        ObligationStatus.objects.filter(plant__in=plants)
        .exclude(applies=ObligationStatus.Applies.NO)
        .select_related("plant")
        .defer("reason", "note")
    )
    checklists = checklists_of({row.checklist_id for row in rows})
    texts = {(key, duty.id): duty for key, one in checklists.items() for duty in one.obligations}
    for row in rows:
        duty = texts[row.checklist_id, row.obligation]
        law = duty.cited
        if _holds(words, duty.text, duty.law, law):
            yield Hit(
                duty.text.in_language(language),
                f"{row.plant.shown_name} · {law.in_language(language)}",
                reverse("compliance:obligation-detail", args=[row.plant.slug, row.pk]),
            )


def _systems(words: str, plants: list[Plant]) -> Iterable[Hit]:
    match = Q(name__icontains=words) | Q(vendor__icontains=words) | Q(category__iexact=words)
    rows = System.objects.filter(match, plant__in=plants).select_related("plant")
    for row in rows[: MOST + 1]:
        href = reverse("landscape:system-list", args=[row.plant.slug])
        yield Hit(row.name, f"{row.plant.shown_name} · {row.category}", href)


def _indicators(words: str, plants: list[Plant]) -> Iterable[Hit]:
    language = get_language() or "en"
    rows = PlantIndicator.objects.filter(plant__in=plants).select_related("plant", "indicator")
    for row in rows:
        title = LocalizedText(
            row.indicator.title.get("en", ""), row.indicator.title.get("zh-hans", "")
        )
        if _holds(words, title, row.indicator.code):
            yield Hit(
                f"{row.indicator.code} {title.in_language(language)}",
                row.plant.shown_name,
                reverse("indicators:indicator-detail", args=[row.plant.slug, row.pk]),
            )
