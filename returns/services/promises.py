"""Writes: promise what an effect brings, and withdraw a promise; no row is ever changed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from assessment.domain.sealing import seal
from core import clock
from core.errors import RuleError, StaleVersionError, StateError
from organizations.models import User
from organizations.selectors.places import plant_today
from organizations.services import audit
from returns.domain.promises import Pledge, PromiseLack, as_data, breaks
from returns.models import Effect, Promise
from returns.selectors.promises import current_pledge, lack_of, standing
from returns.selectors.seals import pledge_in
from steps.services import history


def digest_of(pledge: Pledge) -> str:
    """Return the hash of what is promised."""
    return seal(as_data(pledge))


@transaction.atomic
def promise_effect(*, effect: Effect, digest: str, reason: str = "", by: User) -> Promise:
    """Promise what an effect brings, as it reads now.

    Args:
        effect: with its initiative, plan and indicator.
        digest: hash of what the person saw.
        reason: why it replaces what stands; needed where there is something.
        by: who signs.

    Raises:
        StaleVersionError: it is no longer what the person saw.
        StateError: the initiative is stopped, or just this is promised already.
        RuleError: the effect lacks what a promise needs, or the reason is missing.
    """
    plant = effect.initiative.roadmap.plant
    history.lock(plant)
    effect = _fresh(effect)
    refuse(lack_of(effect))
    pledge = current_pledge(effect, plant_today(plant))
    if pledge is None or digest_of(pledge) != digest:
        message = "the effect was changed in the meantime"
        raise StaleVersionError(message)
    before = standing(effect.pk)
    stands = pledge_in(before) if before and before.act == Promise.Act.PROMISED else None
    if stands is not None and not breaks(stands, pledge):
        raise StateError(_("Just this is promised already."))
    row = Promise(
        plant=plant,
        initiative_key=effect.initiative_id,
        effect_key=effect.pk,
        content=as_data(pledge),
        digest=digest,
        replaces=before,
        reason=_reason(reason, is_needed=before is not None),
        signed_by=by,
        signed_at=clock.now(),
    )
    return _keep(row, "promise.made")


@transaction.atomic
def withdraw_promise(*, promise: Promise, reason: str, by: User) -> Promise:
    """Take a standing promise back; it stays in the ledger with the reason.

    Raises:
        StateError: it was replaced or withdrawn before.
        RuleError: there is no reason.
    """
    history.lock(promise.plant)
    before = standing(promise.effect_key)
    if before is None or before.pk != promise.pk or before.act != Promise.Act.PROMISED:
        raise StateError(_("This promise stands no more: it was replaced or withdrawn."))
    row = Promise(
        plant=promise.plant,
        initiative_key=promise.initiative_key,
        effect_key=promise.effect_key,
        act=Promise.Act.WITHDRAWN,
        content=promise.content,
        digest=promise.digest,
        replaces=promise,
        reason=_reason(reason, is_needed=True),
        signed_by=by,
        signed_at=clock.now(),
    )
    return _keep(row, "promise.withdrawn")


def refuse(lack: PromiseLack | None) -> None:
    """Refuse an effect that cannot be promised.

    Raises:
        StateError: its initiative is stopped.
        RuleError: what it lacks; names the field of the effect.
    """
    if lack is None:
        return
    if lack is PromiseLack.STOPPED:
        raise StateError(lack_words(lack))
    field = "plant_indicator" if lack is PromiseLack.INDICATOR else "change"
    raise RuleError(lack_words(lack), field=field)


def lack_words(lack: PromiseLack) -> str:
    """Return what an effect lacks for a promise, in the reader's language."""
    return _LACKS[lack]()


_LACKS = {
    PromiseLack.STOPPED: lambda: _("The initiative is stopped: nothing can be promised of it."),
    PromiseLack.INDICATOR: lambda: _("A promise needs an indicator: name it in the effect."),
    PromiseLack.CHANGE: lambda: _(
        "A promise needs the change of the indicator: say it in the effect."
    ),
    PromiseLack.NOTHING: lambda: _("The effect changes the indicator by nothing."),
    PromiseLack.WRONG_WAY: lambda: _(
        "The effect makes the indicator worse: its change has the other sign."
    ),
    PromiseLack.TARGET: lambda: _(
        "A target is best for this indicator, and it has none: set it first."
    ),
}


def _fresh(effect: Effect) -> Effect:
    rows = Effect.objects.select_related(
        "initiative__roadmap__plant__organization", "plant_indicator__indicator"
    )
    found = rows.filter(pk=effect.pk).first()
    if found is None:
        message = "the effect was removed in the meantime"
        raise StaleVersionError(message)
    return found


def _reason(text: str, *, is_needed: bool) -> str:
    if not is_needed:
        return ""
    if not text.strip():
        raise RuleError(_("Say why."), field="reason")
    return text.strip()


def _keep(row: Promise, verb: str) -> Promise:
    row.full_clean()
    row.save()
    audit.record(
        by=row.signed_by,
        verb=verb,
        target=row,
        plant=row.plant,
        changes={"digest": [None, row.digest], "reason": [None, row.reason]},
    )
    return row
