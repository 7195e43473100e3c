"""Compares the measures of agreement with those of krippendorff, scikit-learn, nltk, statsmodels and pygamma-agreement.

    python agreement.py EXAMPLE_BINARY [SETS]

EXAMPLE_BINARY is built by `cargo build -p sayso-core --example agreement`. The sets are random, of one seed. Ends with exit code 1 when
a coefficient differs by more than 1e-6, observed disorder by more than 1e-5 (pygamma-agreement counts in 32 bits), or when fewer than 9
in 10 of its values of gamma are within the joined 95 % intervals of both samplings.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import warnings
from collections import Counter
from importlib.metadata import version
from typing import Any

import krippendorff
import numpy as np
from nltk.metrics.agreement import AnnotationTask
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

LENGTH = 1000
PACKAGES = ["krippendorff", "scikit-learn", "nltk", "statsmodels", "pygamma-agreement", "numpy"]


def made(chance: random.Random, number: int) -> dict[str, Any]:
    """A set: values of items, with gaps in every other one, and units of two annotators."""
    annotators = 2 if number % 2 == 0 else chance.randint(3, 5)
    size, missing = chance.randint(2, 5), 0.2 if number % 4 > 1 else 0.0
    values = []
    for _ in range(chance.randint(8, 40)):
        true = chance.randrange(size)
        given = [true if chance.random() < 0.6 else chance.randrange(size) for _ in range(annotators)]
        values.append([None if chance.random() < missing else v for v in given])
    units: list[list[list[int]]] = [[], []]
    for start in sorted(chance.sample(range(0, LENGTH - 60, 40), chance.randint(4, 12))):
        for theirs in units:
            if chance.random() < 0.85:
                begin = start + chance.randint(0, 8)
                theirs.append([begin, begin + chance.randint(5, 45), 0 if chance.random() < 0.7 else chance.randint(1, 2)])
    if not any(units):
        units[0].append([0, 5, 0])
    return {"values": values, "units": units, "length": LENGTH}


def coefficients(values: list[list[int | None]]) -> dict[str, float]:
    """What the other packages say of values; only what they can tell."""
    out = {}
    data = np.array([[np.nan if v is None else v for v in item] for item in values], dtype=float).T
    for level in ["nominal", "ordinal", "interval", "ratio"]:
        try:
            out[level] = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
        except ValueError:
            pass
    complete = [item for item in values if None not in item]
    if len({v for item in complete for v in item}) > 1:
        table, _ = aggregate_raters(np.array(complete))
        out["pi"] = fleiss_kappa(table)
        if len(values[0]) == 2:
            out["kappa"] = cohen_kappa_score([a for a, _ in complete], [b for _, b in complete])
            triples = [(str(n), str(i), v) for i, item in enumerate(complete) for n, v in enumerate(item)]
            out["pi (nltk)"] = AnnotationTask(data=triples).pi()
    return out


def disorder(units: list[list[list[int]]]) -> tuple[float, float, float]:
    """Observed disorder, gamma, and the half of its interval by sampling."""
    continuum = Continuum()
    for name, theirs in zip("ab", units):
        continuum.add_annotator(name)
        for start, end, label in theirs:
            continuum.add(name, Segment(start, end), str(label))
    continuum.bound_inf, continuum.bound_sup = 0.0, float(LENGTH)
    found = continuum.compute_gamma(CombinedCategoricalDissimilarity(), n_samples=30, sampler=ShuffleContinuumSampler())
    chance = [alignment.disorder for alignment in found.chance_alignments]
    error = 1.96 * np.std(chance, ddof=1) / np.sqrt(len(chance)) * found.observed_disorder / np.mean(chance) ** 2
    return float(found.observed_disorder), float(found.gamma), float(error)


def main() -> int:
    binary, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    warnings.filterwarnings("ignore")
    chance = random.Random(1)
    np.random.seed(1)
    sets = [made(chance, n) for n in range(count)]
    lines = "".join(json.dumps(one) + "\n" for one in sets)
    told = subprocess.run([binary], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()
    compared, wrong = Counter(), Counter()
    worst: dict[str, float] = {}
    for one, line in zip(sets, told, strict=True):
        ours = json.loads(line)
        for name, theirs in coefficients(one["values"]).items():
            mine = ours[name.split()[0]]
            apart = abs(mine - theirs) if isinstance(mine, float) else float("inf")
            compared[name] += 1
            wrong[name] += not apart <= 1e-6
            worst[name] = max(worst.get(name, 0.0), apart)
        observed, gamma, error = disorder(one["units"])
        compared["observed"] += 1
        wrong["observed"] += not abs(ours["observed"] - observed) <= 1e-5
        worst["observed"] = max(worst.get("observed", 0.0), abs(ours["observed"] - observed))
        if isinstance(ours["gamma"], list):
            mine, low, _ = ours["gamma"]
            compared["gamma"] += 1
            wrong["gamma"] += abs(mine - gamma) > np.hypot(mine - low, error) + 1e-6
            worst["gamma"] = max(worst.get("gamma", 0.0), abs(mine - gamma))
    print(", ".join(f"{name} {version(name)}" for name in PACKAGES))
    for name, many in compared.items():
        print(f"{name:10} {many:4} compared, {wrong[name]:3} differ, at most by {worst[name]:.2e}")
    failed = any(n for name, n in wrong.items() if name != "gamma") or wrong["gamma"] * 10 > compared["gamma"]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
