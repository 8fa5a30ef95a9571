from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.roles import MATRIX, Permission, Role, grantable, permissions

roles = st.lists(st.sampled_from(list(Role)), max_size=7)


def test_every_role_stands_in_the_matrix():
    assert set(MATRIX) == set(Role)


def test_without_a_role_nothing_is_allowed():
    assert permissions([]) == frozenset()


@given(roles)
def test_rights_are_the_union_of_the_roles(held):
    for right in Permission:
        assert (right in permissions(held)) == any(right in MATRIX[role] for role in held)


@given(roles, st.sampled_from(list(Role)))
def test_another_role_never_takes_a_right_away(held, more):
    assert permissions(held) <= permissions([*held, more])


@given(roles)
def test_order_and_repetition_do_not_matter(held):
    assert permissions(held) == permissions([*reversed(held), *held])


@given(roles)
def test_nobody_grants_a_right_they_do_not_hold(held):
    own = permissions(held)
    for role in grantable(own):
        assert MATRIX[role] <= own


def test_without_managing_members_nothing_can_be_granted():
    assert grantable(MATRIX[Role.BUSINESS_LEAD]) == ()
    assert grantable(frozenset()) == ()


def test_project_owner_grants_every_role_but_the_cio():
    assert set(grantable(MATRIX[Role.PROJECT_OWNER])) == set(Role) - {Role.CIO}


def test_the_cio_grants_every_role():
    assert set(grantable(MATRIX[Role.CIO])) == set(Role)


def test_who_reads_the_audit_trail_may_see_every_plant_it_names():
    """The trail and its CSV name plants, renamed ones too; nobody reads there what is closed to them."""
    for role, rights in MATRIX.items():
        if Permission.AUDIT_VIEW in rights:
            assert Permission.PLANT_VIEW in rights, role
            assert rights == frozenset(Permission), role
