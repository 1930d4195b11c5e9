"""What PostgreSQL would refuse, found beforehand and told beside the right price."""

from decimal import Decimal

from providers.prices import misfit_in


def test_lower_prices_for_more_people_fit_in_any_order() -> None:
    assert misfit_in([(12, Decimal(12)), (8, Decimal(15))], maximum_people=12) is None
    assert misfit_in([], maximum_people=None) is None


def test_second_price_for_the_same_people_is_at_fault() -> None:
    misfit = misfit_in([(8, Decimal(15)), (8, Decimal(12))], maximum_people=None)

    assert (misfit.place, misfit.part) == (1, "from_people")


def test_price_that_does_not_fall_is_at_fault_wherever_it_stands() -> None:
    misfit = misfit_in([(12, Decimal(15)), (8, Decimal(15))], maximum_people=None)

    assert (misfit.place, misfit.part) == (0, "price_each")


def test_price_for_more_people_than_can_come_is_at_fault() -> None:
    misfit = misfit_in([(8, Decimal(15)), (12, Decimal(12))], maximum_people=11)

    assert (misfit.place, misfit.part) == (1, "from_people")
