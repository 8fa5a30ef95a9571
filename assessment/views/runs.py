"""Runs: list, open, edit, assign, submit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import language, load_run, open_questions, question_url
from assessment.forms.runs import AssignForm, OpenRunForm, RunForm
from assessment.models import Assessment, SectionAssignment
from assessment.selectors.conditions import SignCondition, wanted_for_level, wanted_for_sign_off
from assessment.selectors.exclusions import exclusion_context
from assessment.selectors.headline import headline, part_headlines
from assessment.selectors.inspection import inspect
from assessment.selectors.moving import newer_release
from assessment.selectors.runs import (
    SectionProgress,
    run_sections,
    runs,
    seals,
    section_progress,
    settled_questions,
)
from assessment.services import lifecycle, sections
from core.editing import Stored, edited, page_of
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.editors import by_now
from organizations.services.once import once

TONES = {"open": "accent", "submitted": "warn", "in_review": "warn", "signed_off": "good"}


@login_required
@require_safe
def assessment_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the runs of a plant."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    rows = [
        {"run": run, "tone": TONES[run.state], "it": headline(run, language())}
        for run in runs(plant)
    ]
    context = {
        "plant": plant,
        "area": "current",
        "rows": rows,
        "may_manage": may(request, plant, Permission.ASSESSMENT_MANAGE),
    }
    return render(request, "assessment/assessment_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a run."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    form = OpenRunForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            run = once(
                by=person(request),
                key=form.cleaned_data["key"],
                make=lambda: lifecycle.open_run(
                    plant=plant,
                    framework=form.cleaned_data["framework"],
                    is_express=form.cleaned_data["kind"] == "express",
                    by=person(request),
                    **form.values(),
                ),
                model=Assessment,
            )
        except (ValidationError, RuleError) as error:
            add_error(form, error)
        else:
            messages.success(request, _("The run is open."))
            return redirect("assessment:assessment-detail", slug=slug, run=run.pk)
    return _form_page(request, plant, form, None)


def _form_page(
    request: HttpRequest, plant: Plant, form: Form, run: Assessment | None, **extra: Any
) -> HttpResponse:
    status = extra.pop("status", UNPROCESSABLE if form.errors else 200)
    context = {"plant": plant, "area": "current", "form": form, "run": run, **extra}
    return render(request, "assessment/assessment_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Change name, period, scope and dates."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    found = load_run(plant, run)
    initial = {name: getattr(found, name) for name in (*lifecycle.EDITABLE, "version")}
    form = RunForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> str:
        version = form.cleaned_data["version"]
        lifecycle.edit_run(run=found, expected=version, by=person(request), **form.values())
        return ""

    return edited(
        request,
        form,
        save=save,
        show=lambda status, more: _form_page(request, plant, form, found, status=status, **more),
        back=reverse("assessment:assessment-detail", args=[slug, run]),
        now=lambda: by_now(found, None, "assessment.edited", "section.returned"),
    )


@login_required
@require_safe
def assessment_detail(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Show a run: sections with progress and people, state, and what can be done now."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_VIEW)
    found = load_run(plant, run)
    parts = list(found.assignments.select_related("user"))
    own = [part for part in parts if part.user_id == person(request).pk]
    kept = seals(found) if found.first_signed_at or found.signed_off_at else []
    rows = _section_rows(found, parts)
    titles = {row["part"].id: row["part"].title for row in rows}
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "tone": TONES[found.state],
        "rows": rows,
        "returned": [
            (titles.get(part.section, part.section), part.return_note)
            for part in own
            if part.returned_at and part.submitted_at is None
        ],
        "own": own,
        "own_open": [part for part in own if part.submitted_at is None],
        "may_manage": may(request, plant, Permission.ASSESSMENT_MANAGE),
        "may_answer": may(request, plant, Permission.ASSESSMENT_ANSWER),
        "may_review": may(request, plant, Permission.ASSESSMENT_REVIEW),
        "may_sign": may(request, plant, Permission.ASSESSMENT_SIGN),
        "newer": newer_release(found) if found.state != Assessment.State.SIGNED_OFF else None,
        "snapshot": next((row for row in kept if not hasattr(row, "withdrawal")), None),
        **exclusion_context(found, language()),
        "withdrawn": [row for row in kept if hasattr(row, "withdrawal")],
    }
    return render(request, "assessment/assessment_detail.html", context)


def _section_rows(run: Assessment, parts: list[SectionAssignment]) -> list[dict[str, Any]]:
    said = {part.id: part for part in part_headlines(run, language())}
    firsts = {section.id: section.questions[0] for section in run_sections(run)}
    return [
        {
            "part": section,
            "href": question_url(run.plant, run.pk, firsts[section.id]),
            "people": [part for part in parts if part.section == section.id],
            "it": said[section.id],
        }
        for section in section_progress(run, language())
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_edit(request: HttpRequest, slug: str, run: int, section: str) -> HttpResponse:
    """Say who answers a section until when."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    found = load_run(plant, run)
    part = _find_part(found, section)
    initial = _assigned(found, section)
    form = AssignForm(
        request.POST if request.method == "POST" else None, plant=plant, initial=initial
    )
    context = {"plant": plant, "area": "current", "run": found, "part": part, "form": form}

    def save() -> str:
        sections.assign_section(
            plant=plant,
            run_id=run,
            section=section,
            people=list(form.cleaned_data["people"]),
            due_on=form.cleaned_data["due_on"],
            by=person(request),
            expected=form.cleaned_data["version"],
            apart=form.cleaned_data["apart"],
        )
        return ""

    def now() -> Stored:
        stored = _assigned(load_run(plant, run), section)
        return Stored(stored, stored["version"])

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, "assessment/assignment_edit.html", context),
        back=reverse("assessment:assessment-detail", args=[slug, run]),
        now=now,
    )


def _assigned(run: Assessment, section: str) -> dict[str, Any]:
    """Return what the form shows of who answers a section; its version is made of the rows."""
    held = list(run.assignments.filter(section=section).select_related("user"))
    return {
        "section": section,
        "people": [part.user for part in held],
        "apart": section in run.apart,
        "due_on": held[0].due_on if held else run.due_on,
        "version": sections.version_of(held, apart=section in run.apart),
    }


def _find_part(run: Assessment, section: str) -> SectionProgress:
    for part in section_progress(run, language()):
        if part.id == section:
            return part
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_submit(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Close a run for answers and pass it to review; what is missing is listed first."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    found = load_run(plant, run)
    if request.method == "POST":
        return _act(request, found, lifecycle.submit_run, _("The run waits for its review."))
    if found.state != Assessment.State.OPEN:
        return redirect("assessment:assessment-detail", slug=slug, run=run)
    context = {
        "plant": plant,
        "area": "current",
        "run": found,
        "missing": open_questions(found, settled_questions(found)),
        "parts": section_progress(found, language()),
        "is_whole": True,
        "wanted": () if found.is_express else _wanted(found),
    }
    return render(request, "assessment/assessment_submit.html", context)


def _wanted(run: Assessment) -> tuple[SignCondition, ...]:
    lacks = inspect(run).lacks
    return (
        *wanted_for_sign_off(run, lacks),
        *wanted_for_level(run, part_headlines(run, language())),
    )


def _act(request: HttpRequest, run: Assessment, act: Any, done: str) -> HttpResponse:
    """Run a service of a run and go back to its page with the outcome in words."""
    try:
        act(plant=run.plant, run_id=run.pk, by=person(request))
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("assessment:assessment-detail", slug=run.plant.slug, run=run.pk)


@login_required
@require_POST
def assessment_widen(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Continue an express run as a full one."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    done = _("The run is a full one now, and open for answers.")
    return _act(request, load_run(plant, run), lifecycle.widen_run, done)


@login_required
@require_POST
def facts_refresh(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Take over the plant's facts of today."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    done = _("The facts of today decide which questions are asked.")
    return _act(request, load_run(plant, run), lifecycle.refresh_facts, done)


@login_required
@require_POST
def assessment_delete(request: HttpRequest, slug: str, run: int) -> HttpResponse:
    """Delete a run that is not signed off."""
    plant = get_plant(request, slug, Permission.ASSESSMENT_MANAGE)
    found = load_run(plant, run)
    try:
        lifecycle.delete_run(plant=plant, run_id=run, by=person(request))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("assessment:assessment-detail", slug=slug, run=run)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": found.title})
    return redirect("assessment:assessment-list", slug=slug)
