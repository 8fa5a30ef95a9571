"""The registry of what follows from acts, and the flow of an act through it.

An app that wants to react has a module `reactions.py`; docs/adr/0009-reactions-to-acts.md says why
and in which order. This module knows no table, so that the registry is there before the tables are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

if TYPE_CHECKING:
    from organizations.models import Plant, User

Written = TypeVar("Written")
Function = TypeVar("Function", bound=Callable[..., None])


class TooDeepError(RuntimeError):
    """A reaction did something that others react to."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is recorded about an act.

    Attributes:
        verb: object.verb in the past tense.
        organization_id: the tenant.
        plant: the plant concerned, if any.
        changes: field -> [before, after] as the trail keeps it.
    """

    verb: str
    organization_id: int
    plant: Plant | None
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reaction:
    """A function that is called for what happened.

    Attributes:
        app: the app whose `reactions.py` holds it.
        name: of the function.
        causes: the verbs of acts, or for a chore the kinds of packs.
        run: the function.
    """

    app: str
    name: str
    causes: frozenset[str]
    run: Callable[..., None]

    @property
    def key(self) -> str:
        """The name under which the database knows the reaction."""
        return f"{self.app}.{self.name}"


@dataclass(slots=True)
class Registry:
    """Every reaction of the product.

    Attributes:
        inside: called within the transaction of an act.
        after: called by a worker for each act, once.
        chores: called by a worker when there are new packs.
    """

    inside: list[Reaction] = field(default_factory=list)
    after: list[Reaction] = field(default_factory=list)
    chores: list[Reaction] = field(default_factory=list)

    def add(self, kind: list[Reaction], causes: Collection[str], run: Callable[..., None]) -> None:
        """Add a reaction at its place: apps from the lowest floor up, functions by name.

        Raises:
            ImproperlyConfigured: it names no cause, or the app has one of this name.
        """
        app = run.__module__.partition(".")[0]
        made = Reaction(app, run.__name__, frozenset(causes), run)
        if not causes or any(made.key == one.key for one in self.durable + self.inside):
            message = f"{made.key}: a reaction has a name of its own and at least one cause"
            raise ImproperlyConfigured(message)
        floors = [config.label for config in apps.get_app_configs()]
        kind.append(made)
        kind.sort(key=lambda one: (floors.index(one.app), one.name))

    @property
    def durable(self) -> list[Reaction]:
        """The reactions that a worker runs, each with its row in the database."""
        return [*self.after, *self.chores]

    def check(self) -> None:
        """Refuse a verb that no app records.

        Raises:
            ImproperlyConfigured: the message names the reaction and the verb.
        """
        known = {verb for app in apps.get_app_configs() for verb in getattr(app, "acts", {})}
        for reaction in [*self.inside, *self.after]:
            for verb in sorted(reaction.causes - known):
                message = f"{reaction.key} waits for {verb}, which nobody records"
                raise ImproperlyConfigured(message)


registry = Registry()
# What the reactions of the present act have recorded so far; None outside of reactions.
_following: ContextVar[list[Callable[[], object]] | None] = ContextVar("_following", default=None)


def inside(*verbs: str) -> Callable[[Function], Function]:
    """Mark `function(*, act, target, by)` for acts that it must agree with.

    It runs within the transaction of the act, before the act is written; when it raises, nothing
    of the act is kept. What it records follows the act in the trail.

    Args:
        verbs: the acts.
    """
    return _marker(registry.inside, verbs)


def after(*verbs: str) -> Callable[[Function], Function]:
    """Mark `function(*, event)` for what a worker does once per act, after it is kept.

    It runs in a transaction with its place in the trail, so that its writes happen once; what
    leaves the database (a mail, a file) may happen again when the worker dies.

    Args:
        verbs: the acts.
    """
    return _marker(registry.after, verbs)


def after_packs(*kinds: str) -> Callable[[Function], Function]:
    """Mark `function(*, organization_id)` for what a worker brings up to date with new packs.

    It opens its own transactions and finds out itself what is left to do: after a worker's death
    it is called again.

    Args:
        kinds: of the packs, as in `PackRelease.Kind`.
    """
    return _marker(registry.chores, kinds)


def _marker(kind: list[Reaction], causes: tuple[str, ...]) -> Callable[[Function], Function]:
    def mark(run: Function) -> Function:
        registry.add(kind, causes, run)
        return run

    return mark


@transaction.atomic(savepoint=False)
def perform(
    act: Act, *, target: models.Model, by: User | None, write: Callable[[], Written]
) -> Written | None:
    """Run the inside reactions of an act, write the act, then what they have recorded.

    The slow part comes first: `write` locks the head of the organization's chain.

    Args:
        act: what is recorded.
        target: the object concerned.
        by: who acted.
        write: appends the act to the trail.

    Returns:
        What `write` returns; None within a reaction, where it is called later.

    Raises:
        TooDeepError: the act happens within a reaction and has inside reactions itself.
    """
    reactions = [one for one in registry.inside if act.verb in one.causes]
    outer = _following.get()
    if outer is not None:
        if reactions:
            message = f"{act.verb} happens within a reaction, and {reactions[0].key} reacts to it"
            raise TooDeepError(message)
        outer.append(write)
        return None
    following = _react(reactions, act, target, by)
    written = write()
    for write_next in following:
        write_next()
    return written


def _react(
    reactions: list[Reaction], act: Act, target: models.Model, by: User | None
) -> list[Callable[[], object]]:
    """Run reactions in their order and return what they recorded."""
    following: list[Callable[[], object]] = []
    token = _following.set(following)
    try:
        for reaction in reactions:
            reaction.run(act=act, target=target, by=by)
    finally:
        _following.reset(token)
    return following
