"""The table of noise that the tests' published figures come from."""

import pytest
from pytest_django import DjangoDbBlocker

from pools.cell_key import PTable, make_ptable
from pools.operations.p_table import fill_p_table

SEED = "a seed for tests"


@pytest.fixture(scope="session")
def ptable() -> PTable:
    return make_ptable(seed=SEED)


@pytest.fixture(scope="session")
def stored_ptable(django_db_setup: None, django_db_blocker: DjangoDbBlocker, ptable: PTable) -> PTable:
    """The same table, in the database. It stays there: no test's figures depend on who filled it first."""
    with django_db_blocker.unblock():
        fill_p_table(seed=SEED, replace=True)
    return ptable
