"""Questions that a gate or the level rests on."""

from __future__ import annotations

from packs.schema.framework import Framework


def is_guarded(framework: Framework, question: str) -> bool:
    """Return whether a gate wants a question, or it can hold back the overall level.

    Of such a question only an assessor may say that it does not apply.
    """
    full = framework.questions_by_id.get(question)
    if full is not None and full.veto:
        return True
    vetoes = any(veto.item == question for veto in framework.vetoes)
    return vetoes or any(question in musts for musts in framework.gate_musts.values())
