"""The page of calendar and dates; weekend and public holidays."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activity.selectors.comments import comment_counts
from calendars.forms import CalendarForm, calendar_initial
from calendars.models import PlantCalendar
from calendars.selectors.calendars import calendar_of, closed_in, closures, kept, proposal
from calendars.selectors.milestones import plant_milestones
from calendars.services.calendars import set_calendar
from calendars.views.frame import PAGE
from core.bounds import EARLIEST, LATEST
from core.errors import StaleVersionError
from core.wording.texts import listed
from organizations.access import get_plant, person
from organizations.domain.countries import country_name
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.services.once import once
from planning.selectors import holiday_places
from steps.views.editing import by_now


class YearQuery(forms.Form):
    """The year whose closed days are listed."""

    year = forms.IntegerField(min_value=EARLIEST.year, max_value=LATEST.year, required=False)

    def value(self, default: int) -> int:
        """Return the year asked for, else another."""
        return (self.cleaned_data.get("year") if self.is_valid() else None) or default


@login_required
@require_safe
def calendar_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show when the plant works, what is closed in a year, and its milestones."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    today = plant_today(plant)
    year = YearQuery(request.GET).value(today.year)
    said, own, language = calendar_of(plant), list(closures(plant)), get_language() or "en"
    stones, counts = list(plant_milestones(plant)), comment_counts(plant, "milestone")
    context = PAGE.context(request, plant) | {
        "calendar": said,
        "weekend": listed(WEEKDAYS[day - 1] for day in said.weekend) if said else "",
        "place": _place_name(said.holiday_place, language) if said else "",
        "country": country_name(plant.country, language),
        "closures": own,
        "closed": closed_in(year, said, own, language),
        "year": year,
        "working_days": kept(said, own).working.count(date(year, 1, 1), date(year + 1, 1, 1)),
        "earlier": year - 1 if year > EARLIEST.year else None,
        "later": year + 1 if year < LATEST.year else None,
        "milestones": stones,
        "comments": {row.pk: counts.get(str(row.pk), 0) for row in stones},
        "today": today,
    }
    return render(request, "calendars/calendar_detail.html", context)


def _place_name(place: str, language: str) -> str:
    """Return country, or country and part, of a code of ISO 3166."""
    country, _dash, part = place.partition("-")
    if not part:
        return country_name(country, language) if country else ""
    name = dict(holiday_places(country)).get(place, part)
    return _("%(part)s, %(country)s") % {"part": name, "country": country_name(country, language)}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Say when the plant works, from what is usual in its country."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    weekend, place = proposal(plant)
    initial = {"weekend": sorted(weekend), "holiday_place": place}
    form = CalendarForm(request.POST or None, plant=plant, is_new=True, initial=initial)
    if request.method != "POST" and calendar_of(plant):
        return redirect("calendars:calendar-edit", slug)
    try:
        return PAGE.edit(
            request,
            plant,
            form,
            save=lambda: _make(request, plant, form),
            title=_("Set the working calendar"),
            submit=_("Keep this calendar"),
            intro=_(
                "Proposed is what is usual in the country; nothing is closed until you keep it."
            ),
        )
    except StaleVersionError:
        return redirect("calendars:calendar-edit", slug)  # somebody else was quicker


def _make(request: HttpRequest, plant: Plant, form: CalendarForm) -> str:
    once(
        by=person(request),
        key=form.cleaned_data["key"],
        make=lambda: set_calendar(plant=plant, version=None, by=person(request), **form.values()),
        model=PlantCalendar,
    )
    return _("The working calendar is kept.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change weekend and public holidays."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = calendar_of(plant)
    if row is None:
        return redirect("calendars:calendar-create", slug)
    form = CalendarForm(request.POST or None, plant=plant, initial=calendar_initial(row))
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _save(request, plant, form),
        now=lambda: by_now(plant, calendar_of(plant) or row, calendar_initial),
        title=_("Edit the working calendar"),
        submit=_("Save the calendar"),
    )


def _save(request: HttpRequest, plant: Plant, form: CalendarForm) -> str:
    version = form.cleaned_data["version"]
    set_calendar(plant=plant, version=version, by=person(request), **form.values())
    return _("The working calendar is stored.")
