"""Why a duty applies, in words that are made from the tests of its rule and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compliance.domain.applicability import Outcome, Reason
from core.phrases import joined, phrase, phrase_as
from core.text import LocalizedText, same

# What a fact says of a plant when it holds. A fact that is not here is named with what is asked.
CLAIMS = {
    "automated_equipment": phrase("machines have a controller"),
    "ot_network": phrase("controllers can be reached by network or modem"),
    "sells_to_third_parties": phrase("the plant invoices customers outside the group"),
    "cross_border_goods": phrase("the plant imports or exports goods"),
    "bonded_regime": phrase("the plant works under bond or a customs relief"),
    "personal_data_leaves_country": phrase("personal data leave the plant’s country"),
    "headquarters_reads_remotely": phrase(
        "headquarters reads or administers plant systems from afar"
    ),
    "data_in_third_country": phrase("group systems in a third country hold data of the plant"),
    "china_data_reaches_plant": phrase("personal or important data from China reach the plant"),
    "headquarters_exports_from_china": phrase("headquarters is the exporter"),
    "important_data_from_china": phrase(
        "an authority in China notified data of the group as important"
    ),
    "personal_data_of_customers": phrase("the plant holds personal data of customers"),
    "customers_in_china": phrase(
        "the plant offers goods or services to people in China, or profiles them"
    ),
    "outside_processors": phrase("outside firms process personal data for the plant"),
    "personal_data_in_cloud": phrase("personal data are kept in a cloud service"),
    "biometric_time_clock": phrase("time clocks use fingerprints or faces"),
    "camera_surveillance": phrase("there are cameras on the plant floor"),
    "location_tracking": phrase("badges, vehicles or phones show where people are"),
    "sensitive_personal_data": phrase("the plant holds sensitive personal data"),
    "ai_on_staff": phrase("AI is used to hire, assess or monitor people"),
    "connected_products": phrase("products with digital elements are sold"),
    "critical_infrastructure_here": phrase(
        "the plant counts as critical infrastructure in its own country"
    ),
    "critical_infrastructure_china": phrase(
        "headquarters is an operator of critical infrastructure in China"
    ),
    "essential_entity": phrase("the plant falls under a cybersecurity law for essential entities"),
    "foreign_workers": phrase("the plant employs foreign workers"),
    "night_shift": phrase("the plant runs a night shift"),
    "next_plant_planned": phrase("a further plant is planned"),
}
# What a number of a plant says; {asked} is "at least 20,001".
_MEASURES: dict[str, Callable[[LocalizedText], LocalizedText]] = {
    "headcount": lambda asked: phrase("{asked} people at the plant", asked=asked),
    "annual_revenue": lambda asked: phrase(
        "annual revenue of {asked} in plant currency", asked=asked
    ),
    "persons_in_systems": lambda asked: phrase(
        "the plant holds data of {asked} persons", asked=asked
    ),
    "sensitive_persons": lambda asked: phrase(
        "the plant holds sensitive data of {asked} persons", asked=asked
    ),
    "exported_persons": lambda asked: phrase(
        "persons exported since 1 January without sensitive data: {asked}", asked=asked
    ),
    "exported_sensitive_persons": lambda asked: phrase(
        "persons exported since 1 January with sensitive data: {asked}", asked=asked
    ),
}


def because(reason: Reason) -> LocalizedText | None:
    """Return why a duty applies, does not, or may apply, in a clause without a capital.

    Args:
        reason: what `judge` found.

    Returns:
        The claims of the tests that decide: of a duty that applies those that hold, of one that
        does not those that would have to hold, of an open one those that are not known. None for a
        duty without a rule, and for one that no pack holds any more. Tests on the country are left
        out beside others: a plant does not move. Only facts of the rule can be named.

    Source: docs/method.md#applicability
    """
    return _clause(reason)[0] if reason.kind in ("all", "any", "not", "test") else None


def _clause(reason: Reason) -> tuple[LocalizedText, bool]:
    """Return the words of a node, and whether they join several."""
    if reason.kind == "test":
        return _claim(reason), False
    if reason.kind == "not":
        inner, _joined = _clause(reason.parts[0])
        return phrase("not: {clause}", clause=inner), False
    clauses = [_clause(part) for part in _telling(reason)]
    if len(clauses) == 1:
        return clauses[0]
    *words, last = [clause for clause, _joined in clauses]
    are_joined = any(joined for _words, joined in clauses)
    return _listed(reason.kind, words, last, are_joined=are_joined), True


def _listed(
    kind: str, words: Sequence[LocalizedText], last: LocalizedText, *, are_joined: bool
) -> LocalizedText:
    """Return parts of a rule, all of which or any of which must hold; joined ones are set apart."""
    if kind == "all":
        if are_joined:
            first = joined(words, phrase_as("mark between joined parts, all of which hold", "; "))
            return phrase("{first}; and {last}", first=first, last=last)
        first = joined(words, phrase_as("mark between parts, all of which hold", ", "))
        return phrase("{first} and {last}", first=first, last=last)
    if are_joined:
        first = joined(words, phrase_as("mark between joined parts, any of which holds", "; "))
        return phrase("{first}; or {last}", first=first, last=last)
    first = joined(words, phrase_as("mark between parts, any of which holds", ", "))
    return phrase("{first} or {last}", first=first, last=last)


def _telling(reason: Reason) -> Sequence[Reason]:
    """Return the parts that decide, without what hangs on the country where others are left."""
    parts = [part for part in reason.parts if part.outcome is reason.outcome] or [*reason.parts]
    if reason.kind == "any":
        return [part for part in parts if not _is_elsewhere(part)] or parts
    return [part for part in parts if not _is_place(part)] or parts


def _is_elsewhere(part: Reason) -> bool:
    """Tell whether a part can only hold in another country."""
    if part.outcome is not Outcome.NO:
        return False
    if part.kind in ("all", "any"):
        which = any if part.kind == "all" else all
        return which(_is_elsewhere(inner) for inner in part.parts)
    return _is_place(part)


def _is_place(part: Reason) -> bool:
    inner = part.parts[0] if part.kind == "not" else part
    return inner.kind == "test" and inner.fact == "country"


def _claim(test: Reason) -> LocalizedText:
    asked = test.asked or same("")
    label = test.label or same(test.fact)
    if test.fact in CLAIMS and asked.en == "yes":
        return CLAIMS[test.fact]
    if test.fact == "country":
        return phrase("the plant is in {country}", country=asked)
    if test.fact in _MEASURES:
        return _MEASURES[test.fact](asked)
    words = label.as_dict()
    words["en"] = label.en[:1].lower() + label.en[1:]
    return phrase("{fact}: {asked}", fact=LocalizedText(words), asked=asked)
