"""
Measure everything: `make bench`.

A figure is a function without arguments that returns a `Figure`, in a module of its own beside this one; add it to
`FIGURES`. Each is printed as soon as it is known, and all are written to `bench/results.json`.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bench import shares

FIGURES = [shares.measure]
RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    figures = []
    for measure in FIGURES:
        figure = measure()
        figures.append(figure)
        verdict = "ok" if figure.holds else "TOO MUCH"
        print(f"{figure.name:<14} {figure.ratio:6.2f} of at most {figure.goal:g}  {verdict}  ({figure.detail})")
    RESULTS.write_text(json.dumps([asdict(figure) for figure in figures], indent=2, ensure_ascii=False) + "\n")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
