"""The Office for National Statistics' own software, given our p-table."""

import pandas as pd
from cell_key_perturbation.create_perturbed_table import create_perturbed_table

from pools.cell_key import KEYS, PTable

LAST_ROW = 750


def as_reference_frame(ptable: PTable) -> pd.DataFrame:
    """The p-table as the package wants it: a row for each count (`pcv`) and cell key, to a count of 750."""
    return pd.DataFrame(
        [
            (count, cell_key, ptable.noise(count=count, cell_key=cell_key))
            for count in range(1, LAST_ROW + 1)
            for cell_key in range(KEYS)
        ],
        columns=["pcv", "ckey", "pvalue"],
    )


def published_by_reference(
    records: pd.DataFrame, *, ptable: PTable, by: list[str], record_key: str = "record_key"
) -> dict[tuple[object, ...], int | None]:
    """
    What the package publishes for each cell of a table: one record for each person in it.

    The package adds the noise and suppresses; rounding it leaves to its caller.
    """
    table = create_perturbed_table(
        data=records,
        ptable=as_reference_frame(ptable),
        geog=by[:1],
        tab_vars=by[1:],
        record_key=record_key,
        threshold=ptable.threshold,
    )
    return {
        tuple(cell): None if pd.isna(perturbed) else int(ptable.base * round(perturbed / ptable.base))
        for *cell, perturbed in table[[*by, "count"]].itertuples(index=False)
    }
