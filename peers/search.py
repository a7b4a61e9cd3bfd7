#!/usr/bin/env python3
"""Searches for options of `train`, judging by a held-out part of the training set alone.

    python3 peers/search.py --train photos/train --runs 60 --parallel 4 --out search.jsonl \\
        --space learning-rate=0.0003,0.001,0.003 --space hidden=128,32:256,64 -- --backend opencl

Options of `train` are drawn at random from the spaces (values with commas in them are separated by
colons) and tried with one seed; the best quarter is tried with further seeds, each of which also
holds another part out, so that the mean says more than any single run. What follows `--` is given
to every run. The numbers of `--recipe photos` were chosen so: a test set takes no part.

Only Python's own library and a Java runtime are needed.
"""

import argparse
import json
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jar", default="target/oncilla.jar")
    parser.add_argument("--java", default="java")
    parser.add_argument("--train", required=True, help="training set")
    parser.add_argument("--space", action="append", default=[], metavar="OPTION=VALUE,VALUE")
    parser.add_argument("--runs", type=int, default=40, help="combinations that are tried with one seed")
    parser.add_argument("--seeds", type=int, default=5, help="seeds of the best quarter")
    parser.add_argument("--split", default="0.3", help="the part that is held out")
    parser.add_argument("--parallel", type=int, default=2, help="runs at the same time")
    parser.add_argument("--draw", type=int, default=1, help="seed of the drawing of combinations")
    parser.add_argument("--seconds", type=float, default=1e9, help="no run begins after this time")
    parser.add_argument("--out", default="search.jsonl", help="one object a run")
    own, rest = sys.argv[1:], []
    if "--" in own:
        at = own.index("--")
        own, rest = own[:at], own[at + 1 :]
    options = parser.parse_args(own)
    options.rest = rest
    return options


def spaces(texts):
    """OPTION=a,b,c, or OPTION=a,b:c,d where values have commas in them."""
    found = {}
    for text in texts:
        name, _, values = text.partition("=")
        found["--" + name.lstrip("-")] = values.split(":" if ":" in values else ",")
    return found


def drawn(space, runs, seed):
    """Different combinations, at most as many as there are."""
    most = 1
    for values in space.values():
        most *= len(values)
    source, found = random.Random(seed), []
    while len(found) < min(runs, most):
        one = {name: source.choice(values) for name, values in space.items()}
        if one not in found:
            found.append(one)
    return found


class Search:
    def __init__(self, options):
        self.options = options
        self.began = time.monotonic()
        self.out = open(options.out, "w")

    def run(self, combination, seed):
        """One run's validation metrics, or None if it failed or the time is over."""
        if time.monotonic() - self.began > self.options.seconds:
            return None
        folder = pathlib.Path(tempfile.mkdtemp(prefix="search-"))
        words = [self.options.java, "-jar", self.options.jar, "train", "--train", self.options.train]
        words += ["--seed", str(seed), "--validation-split", self.options.split, "--quiet"]
        for name, value in combination.items():
            # A switch is on or off and has no value; neither has an option that is left out.
            words += [name] if value == "on" else [] if value == "off" else [name, value]
        words += self.options.rest + ["--out", str(folder / "run")]
        try:
            began = time.monotonic()
            done = subprocess.run(words, capture_output=True, text=True)
            row = {"options": combination, "seed": seed, "wall": time.monotonic() - began}
            if done.returncode != 0:
                row["failed"] = done.stderr.strip()[:500]
            else:
                result = json.loads((folder / "run" / "result.json").read_text())
                row["validation"] = result["validation"]
                row["train_roc_auc"] = result["train"]["roc_auc"]
                row["seconds"] = result["seconds"]
                row["iterations"] = result["iterations"]
                row["best_iteration"] = result.get("best_iteration")
            self.out.write(json.dumps(row) + "\n")
            self.out.flush()
            return row
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def all(self, tasks):
        with ThreadPoolExecutor(self.options.parallel) as pool:
            return [row for row in pool.map(lambda task: self.run(*task), tasks) if row]


def means(rows):
    """Combinations by mean validation ROC-AUC, the best first."""
    by = {}
    for row in rows:
        if "validation" in row:
            by.setdefault(json.dumps(row["options"]), []).append(row)
    table = []
    for key, runs in by.items():
        auc = [run["validation"]["roc_auc"] for run in runs]
        table.append(
            (
                statistics.mean(auc),
                statistics.stdev(auc) if len(auc) > 1 else float("nan"),
                statistics.mean(run["validation"]["accuracy"] for run in runs),
                statistics.mean(run["seconds"] for run in runs),
                len(runs),
                json.loads(key),
            )
        )
    return sorted(table, key=lambda line: -line[0])


def main():
    options = arguments()
    search = Search(options)
    combinations = drawn(spaces(options.space), options.runs, options.draw)
    rows = search.all([(one, 3) for one in combinations])
    best = [line[-1] for line in means(rows)[: max(1, len(combinations) // 4)]]
    rows += search.all([(one, 3 + more) for more in range(1, options.seeds) for one in best])
    failed = [row for row in rows if "failed" in row]
    print(f"{len(rows)} runs, {len(failed)} failed, {time.monotonic() - search.began:.0f} s")
    for row in failed[:3]:
        print(f"failed: {row['options']}: {row['failed']}")
    print("  auc     sd      accuracy  seconds  seeds  options")
    for auc, deviation, accuracy, seconds, seeds, chosen in [
        line for line in means(rows) if line[4] == max(other[4] for other in means(rows))
    ][:25]:
        words = " ".join(f"{name} {value}" for name, value in chosen.items())
        print(f"  {auc:.4f}  {deviation:.4f}  {accuracy:.4f}   {seconds:7.1f}  {seeds:5}  {words}")
    return 0 if rows and len(failed) < len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
