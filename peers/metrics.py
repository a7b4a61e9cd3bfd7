#!/usr/bin/env python3
"""Writes metrics of 1,000 random cases as scikit-learn computes them, for a test to compare with.

    pip install scikit-learn
    python3 peers/metrics.py > src/test/resources/golden/metrics.txt

A case is a few labels and logits. They come from a generator that the test has as well (`Lcg` here and
`MetricsCases` there), so that the file holds numbers of metrics alone: a line for each case, in the order
of NAMES, and a dash where scikit-learn warns or raises, because the metric is undefined there.
"""

import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

CASES = 1000
NAMES = (
    "accuracy base_rate balanced_accuracy precision recall f1 roc_auc average_precision"
    " log_loss brier ece tn fp fn tp"
).split()
MASK = (1 << 64) - 1


class Lcg:
    """Knuth's 64-bit linear congruential generator; the upper bits are good."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        """A whole number of 0 ... n - 1."""
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 33) % n


def case(seed):
    """Labels and logits. The kind of a case is its number: each is there a hundred times or more."""
    random = Lcg(seed)
    random.below(2)
    kind = seed % 10
    size = 1 + random.below(5) if kind == 0 else 1 + random.below(200)
    positive = random.below(1001)  # how many of a thousand have label 1
    # Few different logits make ties; 2 ** -10 is fine enough for hardly any.
    scale, steps = ((1, 5), (4, 33), (1024, 8192))[random.below(3)]
    labels, logits = [], []
    for _ in range(size):
        label = 1 if random.below(1000) < positive else 0
        step = random.below(steps) - steps // 2 + (steps // 4) * label
        labels.append(label)
        logits.append(step / scale)
    if kind == 1:
        labels = [seed // 10 % 2] * size  # one class
    if kind == 2:
        logits = [-1 - abs(z) if seed // 10 % 2 else 1 + abs(z) for z in logits]  # one prediction
    if kind == 3:
        logits = [logits[0]] * size  # all tied
    if kind == 4:
        logits = [4 * z for z in logits]  # confident
    return labels, logits


def defined(metric, *arguments, **named):
    """What a metric gives; None where scikit-learn has something to say about it."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            value = float(metric(*arguments, **named))
        except (Warning, ValueError):
            return None
    return None if math.isnan(value) else value


def ece(labels, probabilities):
    """The error that scikit-learn's own reliability curve shows, weighted by the size of its bins."""
    share, mean = calibration_curve(labels, probabilities, n_bins=10, strategy="uniform")
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], probabilities)
    counts = np.bincount(bins, minlength=10)
    return np.sum(counts[counts > 0] * np.abs(share - mean)) / len(labels)


def measured(labels, logits):
    y = np.array(labels)
    z = np.array(logits)
    p = np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, 0))))
    q = np.where(z >= 0, np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z))), 1 / (1 + np.exp(np.minimum(z, 0))))
    predicted = (p > 0.5).astype(int)
    values = [
        sk.accuracy_score(y, predicted),
        max(np.mean(y), 1 - np.mean(y)),
        defined(sk.balanced_accuracy_score, y, predicted),
        defined(sk.precision_score, y, predicted),
        defined(sk.recall_score, y, predicted),
        defined(sk.f1_score, y, predicted),
        defined(sk.roc_auc_score, y, z),
        defined(sk.average_precision_score, y, z),
        # Both columns, because 1 - p has lost digits where p is near 1.
        sk.log_loss(y, np.stack([q, p], axis=1), labels=[0, 1]),
        sk.brier_score_loss(y, p, pos_label=1),
        # With one class only, scikit-learn's curve does not know which one is positive.
        ece(y, p) if 0 < y.sum() < len(y) else abs_ece(y, p),
    ]
    values += list(sk.confusion_matrix(y, predicted, labels=[0, 1]).ravel())
    return values


def abs_ece(y, p):
    """The same for one class, by scikit-learn's bins."""
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], p)
    return sum(abs(np.sum(p[bins == b] - y[bins == b])) for b in set(bins)) / len(y)


def text(value):
    if value is None:
        return "-"
    return str(value) if isinstance(value, (int, np.integer)) else repr(float(value))


def main():
    print("# Made by peers/metrics.py with scikit-learn " + sklearn.__version__)
    print(" ".join(NAMES))
    for seed in range(CASES):
        print(" ".join(text(value) for value in measured(*case(seed))))


if __name__ == "__main__":
    sys.exit(main())
