"""Words to translate: side by side, saved page by page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.errors import RuleError
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import person
from translation.domain.texts import DOCUMENTS
from translation.forms import SHOWN, TextQuery, TranslationPage
from translation.services import TextsChangedError, translate
from translation.views.desk import TextDesk, desk_of

PAGE = "translation/text_list.html"
PER_PAGE = 40


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the texts that lack a language beside their fields; store what is entered."""
    desk = desk_of(request, slug)
    if request.method == "POST":
        return _store(request, desk)
    query = TextQuery(request.GET)
    document, show = query.value("document"), query.value("show", "open")
    pages = Paginator(desk.shown(document, show), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    entered = TranslationPage(page.object_list)
    context = {"page": page, "document": document, "show": show}
    return render(request, PAGE, _context(desk, entered) | context)


def _store(request: HttpRequest, desk: TextDesk) -> HttpResponse:
    """Store a page, all or nothing; with an error everything entered stays on the page."""
    texts = [desk.texts[key] for key in _sent(request) if key in desk.texts]
    gone = [key for key in _sent(request) if key not in desk.texts]
    entered = TranslationPage(texts, request.POST)
    status = UNPROCESSABLE
    try:
        count = translate(
            plant=desk.plant, wanted=desk.wanted, entries=entered.entries(), by=person(request)
        )
    except TextsChangedError as error:
        status = CONFLICT
        message = _("Changed in the meantime: look at the text as it is now, then save again.")
        entered.errors = dict.fromkeys(error.keys, message)
    except RuleError as error:
        entered.errors = {error.field: error.message}
    else:
        if gone:
            messages.warning(request, _("Some texts are no longer there."))
        words = ngettext("%(n)s text is stored.", "%(n)s texts are stored.", count)
        messages.success(request, words % {"n": count} if count else _("Nothing was changed."))
        return redirect(request.get_full_path())
    return render(request, PAGE, _context(desk, entered), status=status)


def _sent(request: HttpRequest) -> list[str]:
    """Return the keys of the texts that the browser sent back."""
    return [name.removeprefix("seen-") for name in request.POST if name.startswith("seen-")]


def _context(desk: TextDesk, entered: TranslationPage) -> dict[str, Any]:
    return {
        "plant": desk.plant,
        "area": "reports",
        "rows": entered.rows,
        "documents": DOCUMENTS,
        "missing": desk.missing(),
        "shows": SHOWN,
        "total": len(desk.texts),
        "has_errors": bool(entered.errors),
    }
