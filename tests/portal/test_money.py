from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Engine
from hypothesis import given
from hypothesis import strategies as st

from portal.money import (
    LARGEST_AMOUNT,
    PENNY,
    MoneyField,
    apportion,
    explain_split,
    format_amount,
    parse_amount,
    quantize,
    split,
    split_equally,
)

weights = st.lists(
    st.one_of(
        st.integers(min_value=0, max_value=10_000),
        st.decimals(min_value=0, max_value=10_000, places=3),
    ),
    min_size=1,
    max_size=40,
).filter(any)
units = st.integers(min_value=0, max_value=10**12)
amounts = st.decimals(min_value=-LARGEST_AMOUNT, max_value=LARGEST_AMOUNT, places=2)


def in_pounds(*texts):
    return [Decimal(text) for text in texts]


class TestQuantize:
    @pytest.mark.parametrize(
        ("amount", "pennies"),
        [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01"), ("2", "2.00"), ("0.0049", "0.00")],
    )
    def test_rounds_half_a_penny_up(self, amount, pennies):
        assert str(quantize(Decimal(amount))) == pennies

    def test_gives_whole_pounds_their_two_figures(self):
        assert str(quantize(12)) == "12.00"

    def test_refuses_a_float(self):
        with pytest.raises(TypeError, match="not exact"):
            quantize(0.1)


class TestSplit:
    def test_gym_between_three(self):
        assert split_equally(Decimal("895.00"), 3) == in_pounds("298.34", "298.33", "298.33")

    def test_gym_between_three_when_a_third_party_pays_for_the_induction(self):
        assert split_equally(695, 3) == in_pounds("231.67", "231.67", "231.66")

    def test_housing_between_the_seven_who_stay(self):
        assert split_equally(40_000, 7) == in_pounds(*["5714.29"] * 4, *["5714.28"] * 3)

    def test_cooking_between_seven(self):
        assert split_equally(840, 7) == in_pounds(*["120.00"] * 7)

    def test_every_share_has_two_figures_after_the_point(self):
        assert [str(share) for share in split_equally(840, 7)] == ["120.00"] * 7

    def test_follows_unequal_weights(self):
        assert split(100, [1, Decimal("0.5"), Decimal("1.5")]) == in_pounds("33.33", "16.67", "50.00")

    def test_an_equal_remainder_goes_to_the_earlier(self):
        assert split(Decimal("0.01"), [1, 1]) == in_pounds("0.01", "0.00")
        assert split(Decimal("0.02"), [1, 3]) == in_pounds("0.01", "0.01")
        assert split(Decimal("0.02"), [3, 1]) == in_pounds("0.02", "0.00")

    def test_a_weight_of_zero_pays_nothing(self):
        assert split(10, [0, 3, 0, 3, 3]) == in_pounds("0.00", "3.34", "0.00", "3.33", "3.33")

    def test_a_refund_mirrors_its_payment(self):
        assert split_equally(Decimal("-895.00"), 3) == in_pounds("-298.34", "-298.33", "-298.33")

    def test_nothing_is_shared_as_nothing(self):
        assert split_equally(0, 3) == in_pounds("0.00", "0.00", "0.00")

    def test_refuses_a_total_that_is_not_in_whole_pennies(self):
        with pytest.raises(ValueError, match="whole number of pennies"):
            split_equally(Decimal("10.005"), 3)

    @pytest.mark.parametrize("nobody", [[], [0], [Decimal(0), 0]])
    def test_refuses_to_share_between_nobody(self, nobody):
        with pytest.raises(ValueError, match="at least one weight above zero"):
            split(10, nobody)

    @pytest.mark.parametrize("odd", [-1, Decimal("-0.5"), Decimal("NaN"), Decimal("Infinity")])
    def test_refuses_a_weight_that_is_below_zero_or_no_number(self, odd):
        with pytest.raises(ValueError, match="zero or more"):
            split(10, [1, odd])

    def test_refuses_floats_as_total_and_as_weight(self):
        with pytest.raises(TypeError, match="not exact"):
            split(10.0, [1])
        with pytest.raises(TypeError, match="not exact"):
            split(10, [0.5])

    @given(amount=amounts, weights=weights)
    def test_shares_add_up_to_the_total(self, amount, weights):
        assert sum(split(amount, weights)) == amount

    @given(amount=amounts, weights=weights)
    def test_each_share_is_within_a_penny_of_its_exact_proportion(self, amount, weights):
        together = sum(Fraction(weight) for weight in weights)
        for share, weight in zip(split(amount, weights), weights, strict=True):
            exact = Fraction(amount) * Fraction(weight) / together
            assert abs(Fraction(share) - exact) < Fraction(PENNY)

    @given(amount=amounts, people=st.integers(min_value=1, max_value=200))
    def test_equal_shares_differ_by_a_penny_at_most_and_the_earlier_is_never_better_off(self, amount, people):
        shares = split_equally(abs(amount), people)
        assert shares == sorted(shares, reverse=True)
        assert shares[0] - shares[-1] <= PENNY


class TestApportion:
    def test_shares_minutes_as_well(self):
        assert apportion(252 * 60, [1] * 6) == [42 * 60] * 6
        assert apportion(100, [1, 1, 1]) == [34, 33, 33]

    @given(units=units, weights=weights)
    def test_same_question_same_answer(self, units, weights):
        assert apportion(units, weights) == apportion(units, list(weights))

    @given(units=units, weights=weights)
    def test_a_larger_weight_never_gets_less_than_a_smaller_one(self, units, weights):
        by_weight = sorted(zip(weights, apportion(units, weights), strict=True))
        for (weight, share), (next_weight, next_share) in pairwise(by_weight):
            assert share <= next_share or weight == next_weight

    @given(units=units, weights=weights, raise_by=st.integers(min_value=1, max_value=1000), data=st.data())
    def test_raising_a_weight_never_lowers_its_share(self, units, weights, raise_by, data):
        place = data.draw(st.integers(min_value=0, max_value=len(weights) - 1))
        raised = [*weights[:place], weights[place] + raise_by, *weights[place + 1 :]]
        assert apportion(units, raised)[place] >= apportion(units, weights)[place]

    @given(units=units, weights=weights)
    def test_only_proportions_matter(self, units, weights):
        assert apportion(units, [weight * 8 for weight in weights]) == apportion(units, weights)

    @given(units=units, weights=weights, seed=st.integers())
    def test_another_order_moves_no_share_by_more_than_one_unit(self, units, weights, seed):
        order = list(range(len(weights)))
        Random(seed).shuffle(order)
        shares = apportion(units, weights)
        reordered = apportion(units, [weights[place] for place in order])
        assert all(abs(reordered[at] - shares[place]) <= 1 for at, place in enumerate(order))

    @given(units=units, weights=weights, seed=st.integers())
    def test_another_order_never_moves_a_share_whose_remainder_nobody_else_has(self, units, weights, seed):
        together = sum(Fraction(weight) for weight in weights)
        remainders = [units * Fraction(weight) / together % 1 for weight in weights]
        order = list(range(len(weights)))
        Random(seed).shuffle(order)
        shares = apportion(units, weights)
        reordered = apportion(units, [weights[place] for place in order])
        for at, place in enumerate(order):
            assert reordered[at] == shares[place] or remainders.count(remainders[place]) > 1


class TestSplitForAnybody:
    @given(total=amounts, weights=weights)
    def test_adds_up_whether_it_is_paid_or_given_back(self, total, weights):
        paid = split(abs(total), weights)
        given_back = split(-abs(total), weights)
        assert sum(paid) == abs(total)
        assert given_back == [-share for share in paid]

    @given(total=amounts, weights=weights)
    def test_takes_nothing_from_a_weight_of_zero(self, total, weights):
        shares = split(total, [*weights, 0, Decimal("0.000")])
        assert shares[-2:] == in_pounds("0.00", "0.00")
        assert shares[:-2] == split(total, weights)

    @given(total=amounts, weights=weights)
    def test_says_the_same_when_asked_again(self, total, weights):
        assert split(total, weights) == split(total, list(weights))

    @given(total=amounts, people=st.integers(min_value=1, max_value=1000))
    def test_is_fair_to_a_thousand_people(self, total, people):
        shares = split_equally(total, people)
        assert sum(shares) == total
        assert max(shares) - min(shares) <= PENNY
        assert sorted(shares, key=abs, reverse=True) == shares

    @given(total=amounts, weights=weights, twin=st.integers(min_value=0))
    def test_two_who_count_the_same_are_a_penny_apart_at_most(self, total, weights, twin):
        weight = weights[twin % len(weights)]
        shares = split(total, [weight, *weights, weight])
        assert 0 <= abs(shares[0]) - abs(shares[-1]) <= PENNY

    @given(total=amounts, weights=weights, seed=st.integers())
    def test_another_order_moves_pennies_and_no_total(self, total, weights, seed):
        order = list(range(len(weights)))
        Random(seed).shuffle(order)
        shares, reordered = split(total, weights), split(total, [weights[place] for place in order])
        assert sum(shares) == sum(reordered)
        assert all(abs(reordered[at] - shares[place]) <= PENNY for at, place in enumerate(order))


class TestFormatAmount:
    @pytest.mark.parametrize(
        ("amount", "written"),
        [
            ("1234.5", "£1,234.50"),
            ("0", "£0.00"),
            ("9999999.99", "£9,999,999.99"),
            ("-5", "−£5.00"),
            ("-0.001", "£0.00"),
        ],
    )
    def test_writes_pounds_as_the_british_do(self, amount, written):
        assert format_amount(Decimal(amount)) == written

    @given(amount=amounts.map(abs))
    def test_what_is_written_can_be_typed(self, amount):
        assert parse_amount(format_amount(amount)) == amount

    def test_is_a_filter_in_templates(self):
        engine = Engine(libraries={"money": "portal.templatetags.money"})
        template = engine.from_string("{% load money %}{{ share|pounds }}/{{ nothing_yet|pounds }}")
        context = Context({"share": Decimal("298.3400"), "nothing_yet": None})
        assert template.render(context) == "£298.34/"


class TestExplainSplit:
    def test_names_who_pays_what(self):
        assert explain_split(895, ["Ann", "Bo", "Cy"], [1, 1, 1]) == (
            "£895.00 between 3: £298.34 for Ann; £298.33 each for Bo and Cy."
        )

    def test_says_each_once_where_all_pay_the_same(self):
        assert explain_split(30, ["Ann", "Bo", "Cy"], [1, 1, 1]) == (
            "£30.00 between 3: £10.00 each for Ann, Bo and Cy."
        )

    def test_refuses_names_without_weights(self):
        with pytest.raises(ValueError, match="shorter"):
            explain_split(30, ["Ann", "Bo"], [1])


class TestParseAmount:
    @pytest.mark.parametrize(
        ("typed", "amount"),
        [
            ("12", "12.00"),
            ("1234.5", "1234.50"),
            ("£1,234.50", "1234.50"),
            (" 12.50 ", "12.50"),
            ("£ 12.50", "12.50"),
            ("\N{NO-BREAK SPACE}12.50", "12.50"),
            (".50", "0.50"),
            ("0", "0.00"),
            ("007", "7.00"),
            ("1,234,567.89", "1234567.89"),
            ("9,999,999.99", "9999999.99"),
        ],
    )
    def test_reads_what_people_type(self, typed, amount):
        assert str(parse_amount(typed)) == amount

    @pytest.mark.parametrize(
        ("typed", "code", "sentence"),
        [
            ("-5", "below_zero", "Please give an amount that is not below zero."),
            ("−5", "below_zero", "Please give an amount that is not below zero."),
            ("-£5.00", "below_zero", "Please give an amount that is not below zero."),
            ("£-5", "below_zero", "Please give an amount that is not below zero."),
            ("€ 50,00", "not_pounds", "Please give the amount in pounds, like 12.50."),
            ("50,00", "not_pounds", "Please give the amount in pounds, like 12.50."),
            ("$5", "not_pounds", "Please give the amount in pounds, like 12.50."),
            ("5 euros", "not_pounds", "Please give the amount in pounds, like 12.50."),
            ("1e9", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("NaN", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("Infinity", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("１２．５０", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("١٢", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("1_000", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("12,34,567", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("12.50.00", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("5-10", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("twelve", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("12\x00", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("£", "not_an_amount", "Please give the amount in figures, like 12.50."),
            ("", "not_an_amount", "Please give the amount in figures, like 12.50."),
            (
                "12.345",
                "too_many_pence",
                "Please give pounds and pence, with two figures after the point, like 12.50.",
            ),
            (
                "12.",
                "too_many_pence",
                "Please give pounds and pence, with two figures after the point, like 12.50.",
            ),
            ("10000000", "too_large", "Please give an amount of £9,999,999.99 or less."),
            ("9" * 100_000, "too_large", "Please give an amount of £9,999,999.99 or less."),
        ],
    )
    def test_refuses_the_rest_with_a_clear_sentence(self, typed, code, sentence):
        with pytest.raises(ValidationError) as refusal:
            parse_amount(typed)
        assert refusal.value.code == code
        assert refusal.value.messages == [sentence]

    @given(text=st.text())
    def test_reads_or_refuses_and_nothing_else(self, text):
        try:
            amount = parse_amount(text)
        except ValidationError:
            return
        assert 0 <= amount <= LARGEST_AMOUNT
        assert amount == quantize(amount)


class CostForm(forms.Form):
    cost = MoneyField(least=Decimal("0.50"), most=Decimal(100))
    tip = MoneyField(required=False)


class TestMoneyField:
    def test_gives_back_exact_amounts(self):
        form = CostForm({"cost": " £12.5 ", "tip": ""})
        assert form.is_valid()
        assert form.cleaned_data == {"cost": Decimal("12.50"), "tip": None}

    def test_keeps_what_was_typed_when_it_is_refused(self):
        form = CostForm({"cost": "€ 50,00"})
        assert form.errors == {"cost": ["Please give the amount in pounds, like 12.50."]}
        assert 'value="€ 50,00"' in str(form["cost"])

    @pytest.mark.parametrize(
        ("typed", "code", "sentence"),
        [
            ("", "required", "Please give an amount in pounds, like 12.50."),
            ("   ", "required", "Please give an amount in pounds, like 12.50."),
            ("0.49", "below_least", "Please give an amount of £0.50 or more."),
            ("100.01", "above_most", "Please give an amount of £100.00 or less."),
        ],
    )
    def test_refuses_an_amount_that_does_not_fit(self, typed, code, sentence):
        form = CostForm({"cost": typed})
        assert form.errors["cost"].as_data()[0].code == code
        assert form.errors["cost"] == [sentence]

    def test_asks_phones_for_figures_and_shows_two_after_the_point(self):
        box = str(CostForm(initial={"cost": Decimal("12.5")})["cost"])
        assert 'inputmode="decimal"' in box
        assert 'type="text"' in box
        assert 'value="12.50"' in box

    @pytest.mark.parametrize(("typed", "changed"), [("£12.50", False), ("12.51", True), ("x", True)])
    def test_knows_whether_the_amount_changed_rather_than_its_writing(self, typed, changed):
        form = CostForm({"cost": typed}, initial={"cost": Decimal("12.50")})
        assert ("cost" in form.changed_data) is changed
