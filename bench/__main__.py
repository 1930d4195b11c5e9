"""
Measure everything: `make bench`.

A figure is a function `measure`, without arguments, that returns a `Figure`, in a module of its own beside this one;
add the module's name to `FIGURES`. Each is printed as soon as it is known, and all are written to `bench/results.json`.
"""

import json
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.figure import Figure
from bench.own_portal import own_portal

FIGURES = ["shares", "biggest_pool", "balance", "agreement_pdf", "group_page", "search", "matching", "chat"]
RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    with own_portal():
        figures = [measured(name) for name in FIGURES]
    RESULTS.write_text(json.dumps([asdict(figure) for figure in figures], indent=2, ensure_ascii=False) + "\n")
    return 0 if all(figure.holds for figure in figures) else 1


def measured(name: str) -> Figure:
    # Imported only now: Django's models want a database first.
    figure: Figure = import_module(f"bench.{name}").measure()
    verdict = "ok" if figure.holds else "TOO MUCH"
    print(f"{figure.name:<14} {figure.ratio:6.2f} of at most {figure.goal:g}  {verdict}  ({figure.detail})", flush=True)
    return figure


if __name__ == "__main__":
    sys.exit(main())
