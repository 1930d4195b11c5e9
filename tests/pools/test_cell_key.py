from collections import Counter
from itertools import product
from random import Random

import pandas as pd
import pytest

from pools.cell_key import KEYS, ROWS, PTable, key_of_cell, make_ptable, protect, row_for
from tests.pools.ons_method import LAST_ROW, as_reference_frame, published_by_reference


@pytest.fixture(scope="module")
def ptable() -> PTable:
    return make_ptable(seed="a seed for tests")


def noises(ptable: PTable, count: int) -> list[int]:
    return [ptable.noise(count=count, cell_key=cell_key) for cell_key in range(KEYS)]


def variance(noises: list[int]) -> float:
    return sum(noise * noise for noise in noises) / KEYS


class TestMakePTable:
    def test_noise_of_every_count_is_fair_and_bounded(self, ptable):
        for count in range(ROWS + 1):
            of_count = noises(ptable, count)
            assert len(of_count) == KEYS
            assert sum(of_count) == 0
            assert max(map(abs, of_count)) <= min(count, 9)

    def test_the_larger_the_noise_the_rarer_and_both_ways_alike(self, ptable):
        for count in range(ROWS + 1):
            keys = Counter(noises(ptable, count))
            assert all(keys[size] == keys[-size] for size in range(10))
            assert all(keys[size] >= keys[size + 1] for size in range(10))

    def test_variance_is_six_where_there_is_room(self, ptable):
        assert {variance(noises(ptable, count)) for count in range(5, ROWS + 1)} == {6}

    @pytest.mark.parametrize(("count", "room"), [(0, 0), (1, 2 / 3), (2, 2), (3, 4), (4, 6)])
    def test_variance_is_as_near_as_a_small_count_has_room_for(self, ptable, count, room):
        assert variance(noises(ptable, count)) == pytest.approx(room, abs=0.06)

    def test_larger_counts_never_get_less_noise(self, ptable):
        reaches = [max(noises(ptable, count)) for count in range(ROWS + 1)]
        assert reaches == sorted(reaches)

    def test_is_near_the_bell_curve_which_has_the_greatest_entropy(self, ptable):
        # The chances of e^(-x k²) with variance 6, worked out apart from our code, times 256.
        bell = [41.68, 38.34, 29.87, 19.70, 11.01, 5.20, 2.08, 0.71, 0.20, 0.05]
        keys = Counter(noises(ptable, 50))
        assert all(abs(keys[size] - expected) < 2 for size, expected in enumerate(bell))

    def test_another_count_deals_the_same_noise_to_other_keys(self, ptable):
        for count in range(9, ROWS):
            assert sorted(noises(ptable, count)) == sorted(noises(ptable, count + 1))
            assert noises(ptable, count) != noises(ptable, count + 1)

    def test_same_seed_same_table_and_another_seed_another(self, ptable):
        assert make_ptable(seed="a seed for tests") == ptable
        assert make_ptable(seed="another") != ptable

    def test_never_changes_between_versions_of_python_or_of_ours(self, ptable):
        assert noises(ptable, 12)[:12] == [0, -1, -2, 1, -5, 0, -1, 4, -3, 3, -4, 0]

    @pytest.mark.parametrize("asked", [1, 6, 7, 12, 20])
    def test_an_area_may_ask_for_more_or_less(self, asked):
        assert variance(noises(make_ptable(seed="x", variance=asked), 50)) == pytest.approx(asked, abs=0.01)

    @pytest.mark.parametrize("asked", [{"variance": 31}, {"variance": 0}, {"bound": 3}, {"base": 4}])
    def test_refuses_what_cannot_be(self, asked):
        with pytest.raises(ValueError, match=r"variance|base"):
            make_ptable(seed="x", **asked)


class TestRowFor:
    @pytest.mark.parametrize(("count", "row"), [(0, 0), (100, 100), (101, 51), (150, 100), (151, 51), (1000, 100)])
    def test_larger_counts_use_the_last_fifty_rows_again(self, count, row):
        assert row_for(count) == row

    def test_agrees_with_the_office_beyond_its_own_last_row(self):
        for count in range(LAST_ROW + 1, 5000):
            assert row_for(count) == row_for((count - 1) % 250 + 501)

    def test_refuses_a_count_below_zero(self):
        with pytest.raises(ValueError, match="cannot be -1 people"):
            row_for(-1)


class TestProtect:
    @pytest.mark.parametrize(
        ("noise", "published"), [(-3, None), (-2, 10), (0, 10), (1, 15), (5, 15), (6, 20), (9, 20)]
    )
    def test_suppresses_first_and_rounds_then(self, noise, published):
        ptable = PTable(rows=((0,) * KEYS,) * 12 + ((noise,) * KEYS,), threshold=10, base=5)
        assert protect(12, 0, ptable) == published

    def test_a_nine_after_noise_is_not_rounded_into_print(self):
        ptable = PTable(rows=((0,) * KEYS,) * 10, threshold=10, base=5)
        assert protect(9, 0, ptable) is None

    def test_nobody_stays_nobody_and_looks_like_any_other_small_count(self, ptable):
        assert {protect(0, cell_key, ptable) for cell_key in range(KEYS)} == {None}

    @pytest.mark.parametrize("cell_key", [-1, 256])
    def test_refuses_a_key_that_no_cell_has(self, ptable, cell_key):
        with pytest.raises(ValueError, match="between 0 and 255"):
            protect(12, cell_key, ptable)

    def test_no_figure_bounds_its_count_to_between_one_and_nine(self, ptable):
        counts_behind: dict[int | None, set[int]] = {}
        for count, cell_key in product(range(ROWS), range(KEYS)):
            counts_behind.setdefault(protect(count, cell_key, ptable), set()).add(count)
        assert {0, 16} <= counts_behind[None]
        assert (min(counts_behind[10]), max(counts_behind[10])) == (5, 19)
        assert all(max(counts) > 9 for counts in counts_behind.values())

    def test_how_often_a_small_count_is_published(self, ptable):
        published = [
            sum(protect(count, cell_key, ptable) is not None for cell_key in range(KEYS)) for count in range(1, 10)
        ]
        assert published == [0, 0, 0, 0, 8, 20, 39, 69, 108]

    def test_one_person_more_changes_the_key_and_so_the_noise(self):
        assert key_of_cell([200, 100, 3]) == 47
        assert key_of_cell([]) == 0


class TestAgainstTheOffice:
    def test_agrees_cell_by_cell_on_20_000_records(self, ptable):
        chance = Random("twenty thousand people")
        records = pd.DataFrame(
            {
                # A busy city, towns, and a village where hardly anybody wants anything.
                "district": chance.choices(["Oxford", "Banbury", "Witney", "Charlbury"], [900, 90, 9, 1], k=20_000),
                "interest": chance.choices([f"interest {rank}" for rank in range(30)], range(1, 31), k=20_000),
                "time": chance.choices(["morning", "evening", "weekend"], [1, 3, 9], k=20_000),
                "record_key": [chance.randrange(KEYS) for _ in range(20_000)],
            }
        )
        cells = ["district", "interest", "time"]
        groups = {cell: list(keys) for cell, keys in records.groupby(cells)["record_key"]}
        everything = product(*(sorted(records[column].unique()) for column in cells))
        ours = {
            cell: protect(len(groups.get(cell, [])), key_of_cell(groups.get(cell, [])), ptable) for cell in everything
        }

        theirs = published_by_reference(records, ptable=ptable, by=cells)

        assert ours == theirs
        sizes = {len(keys) for keys in groups.values()}
        assert len(ours) == 4 * 30 * 3 > len(groups)  # some cells are empty
        assert max(sizes) > LAST_ROW
        assert min(sizes) < 10
        assert None in ours.values()

    def test_their_table_of_ours_has_each_count_and_key_once(self, ptable):
        frame = as_reference_frame(ptable)
        assert len(frame) == LAST_ROW * KEYS == len(frame.drop_duplicates(["pcv", "ckey"]))
