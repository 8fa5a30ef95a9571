"""Every form that edits a stored row names the version its editor saw.

Without it the second of two editors writes over the first and nobody learns of it. Addresses are
asked by the rows of `tests/access_matrix/`; what needs no version stands below with its reason.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.base import tenant
from tests.architecture.test_access import addresses, matrix, value

WITHOUT = {
    "organizations:profile-edit": "a person's own settings; nobody else opens them",
}
# An edit within a table has no page of its own: address -> page and query that show its form.
SHOWN_AT = {
    "roadmap:initiative-row-edit": ("roadmap:roadmap-detail", "?view=table&edit={pk}"),
}
EDITS = sorted(name for name in addresses() if name.endswith(("-edit", "-settings")))


def address_of(name: str, cast) -> str:
    """Return the address of the page that shows a form; its rows are made."""
    with tenant(cast.organization.pk):
        given = value(matrix()[name].get("kwargs"), cast)
    if name in SHOWN_AT:
        page, query = SHOWN_AT[name]
        return reverse(page, args=[given["slug"]]) + query.format(**given)
    return reverse(name, kwargs=given)


def page_of(name: str, address: str, cast) -> str:
    """Return the page that shows the form of an address, as the CIO sees it."""
    # Rows of a table open within it, for a script that asks for a fragment.
    headers = {"HX-Request": "true"} if name == "compliance:obligation-edit" else {}
    response = cast.client("cio").get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", EDITS)
def test_form_names_the_version_its_editor_saw(name, cast):
    assert ('name="version"' in page_of(name, address_of(name, cast), cast)) == (
        name not in WITHOUT
    )


def test_exceptions_are_edits():
    assert set(WITHOUT) | set(SHOWN_AT) <= set(EDITS)
