"""What the peers share: arguments, networks, examples, time and JSON.

A peer computes the step that `oncilla bench step` computes, from the same numbers, and prints a document
of the same shape. Standard library and NumPy only.
"""

import argparse
import datetime
import json
import math
import os
import platform
import re
import sys
import time

SEED = 3
LEARNING_RATE = 0.0075
COST_STEPS = 10
FEWEST_ROUNDS, MOST_ROUNDS = 3, 400
WARM_UP_SHARE, SAMPLE_SHARE = 0.25, 0.04

SHAPES = "512x512x512,1024x1024x1024,2048x2048x2048,20x12288x209,1024x12288x256"
NETS = "12288,20,7,5,1x209;12288,512,128,1x256"


def load(name):
    """Imports a library, or ends with one line that says what is missing."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as missing:
        sys.exit(f"{os.path.basename(sys.argv[0])}: {name} is not installed for {sys.executable} ({missing})")


def arguments(description, variants, precisions=("fp32", "fp64"), benches=("matmul", "step")):
    """Parses the command line: what to measure, and in which ways."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("bench", choices=benches, help="what to measure")
    parser.add_argument("--shapes", default=SHAPES, help="MxNxK, comma separated")
    parser.add_argument("--forms", default="NN,NT,TN")
    parser.add_argument("--nets", default=NETS, help="inputs,units,...xexamples, separated by ;")
    parser.add_argument("--set-batches", type=int, default=8, help="batches of the set of 'pipeline' (default 8)")
    parser.add_argument("--precision", default=",".join(precisions), help=f"of {','.join(precisions)}")
    parser.add_argument("--variants", default=None, help=f"of {','.join(variants)} (default: all that are usable)")
    parser.add_argument("--seconds", type=float, default=0.5, help="time of a measurement, about")
    options = parser.parse_args()
    options.shape_list = [shape(parser, text) for text in options.shapes.split(",")]
    options.form_list = [chosen(parser, text, ("NN", "NT", "TN")) for text in options.forms.split(",")]
    options.net_list = [net(parser, text) for text in options.nets.split(";")]
    options.precision_list = [chosen(parser, text, precisions) for text in options.precision.split(",")]
    options.variant_list = [chosen(parser, v, variants) for v in (options.variants or ",".join(variants)).split(",")]
    if not options.seconds > 0:
        parser.error(f"the seconds of a measurement must be positive, not {options.seconds}")
    return options


def chosen(parser, text, known):
    if text not in known:
        parser.error(f"'{text}' is none of {', '.join(known)}")
    return text


def shape(parser, text):
    if not re.fullmatch(r"[1-9]\d*x[1-9]\d*x[1-9]\d*", text):
        parser.error(f"'{text}' is not a shape MxNxK such as 512x512x512")
    return tuple(int(extent) for extent in text.split("x"))


def net(parser, text):
    """Parses a network: (units of each layer with the inputs first, examples)."""
    if not re.fullmatch(r"[1-9]\d*(,[1-9]\d*)*,1x[1-9]\d*", text):
        parser.error(f"'{text}' is not a network with a batch such as 12288,20,7,5,1x209")
    units, examples = text.split("x")
    return [int(n) for n in units.split(",")], int(examples)


def operand_shapes(form, m, n, k):
    """Shapes of A and B for C = op(A) op(B) of m x n."""
    return ((k, m) if form == "TN" else (m, k)), ((n, k) if form == "NT" else (k, n))


def hashed(numpy, first, count):
    """MurmurHash3's last mixing step of first, first + 1, ...; as RandomExamples in Java."""
    h = numpy.arange(first, first + count, dtype=numpy.uint64).astype(numpy.uint32)
    h ^= h >> numpy.uint32(16)
    h *= numpy.uint32(0x85EBCA6B)
    h ^= h >> numpy.uint32(13)
    h *= numpy.uint32(0xC2B2AE35)
    h ^= h >> numpy.uint32(16)
    return h


def examples(numpy, rows, columns):
    """Pixels in bytes, rows x columns, and labels, 0 or 1."""
    pixels = (hashed(numpy, 0, rows * columns) & numpy.uint32(255)).astype(numpy.uint8)
    labels = (hashed(numpy, 1 << 31, rows) & numpy.uint32(1)).astype(numpy.uint8)
    return pixels.reshape(rows, columns), labels


def start(numpy, units):
    """Weights n x n_prev and biases n, in double: the notes' start with seed 3."""
    random = numpy.random.RandomState(SEED)
    weights = [random.randn(n, p) / math.sqrt(p) for p, n in zip(units, units[1:])]
    return weights, [numpy.zeros(n) for n in units[1:]]


def quantile(values, share):
    position = share * (len(values) - 1)
    below = int(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (position - below) * (values[above] - values[below])


def statistics(values):
    values = sorted(values)
    return {
        "median": quantile(values, 0.5),
        "lower_quartile": quantile(values, 0.25),
        "upper_quartile": quantile(values, 0.75),
        "min": values[0],
        "max": values[-1],
        "count": len(values),
    }


def measure(run, wait, seconds):
    """Measures the seconds of one run(), in samples of many back to back; the same way as Rounds in Java."""

    def take(runs):
        begin = time.perf_counter()
        for _ in range(runs):
            run()
        wait()
        return time.perf_counter() - begin

    take(1)
    runs, spent = 1, 0.0
    while True:
        taken = take(runs)
        spent += taken
        wanted = seconds * SAMPLE_SHARE
        if taken < 0.7 * wanted:
            runs = math.ceil(runs * min(8, max(1.5, wanted / max(taken, 1e-9))))
        elif spent >= seconds * WARM_UP_SHARE:
            break
    samples, spent = [], 0.0
    while len(samples) < FEWEST_ROUNDS or (len(samples) < MOST_ROUNDS and spent < seconds):
        taken = take(runs)
        spent += taken
        samples.append(taken / runs)
    return statistics(samples)


def step_flops(units, rows):
    """Number of operations of the matrix products of a step."""
    layers = list(zip(units, units[1:]))
    return 2.0 * rows * sum((2 if i == 0 else 3) * p * n for i, (p, n) in enumerate(layers))


def cpu_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def machine():
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    found = {k: v for k, v in sorted(os.environ.items()) if re.match("(OPENBLAS|OMP|MKL|POCL)_", k)}
    return {
        "cpu": cpu_name(),
        "cores": cores,
        "os": f"{platform.system()} {platform.release()} {platform.machine()}",
        "runtime": f"{platform.python_implementation()} {platform.python_version()}",
        "environment": found,
    }


def openblas():
    """The kernel that a loaded OpenBLAS chose, as it says itself; None where no OpenBLAS is loaded."""
    import ctypes

    try:
        with open("/proc/self/maps", encoding="utf-8") as lines:
            files = sorted({line.split()[-1] for line in lines if re.search(r"(openblas|libblas)[^/]*\.so", line)})
    except OSError:
        return None
    for file in files:
        library = ctypes.CDLL(file)
        for prefix in ("scipy_", ""):
            for suffix in ("64_", ""):
                corename = getattr(library, f"{prefix}openblas_get_corename{suffix}", None)
                config = getattr(library, f"{prefix}openblas_get_config{suffix}", None)
                if corename is not None and config is not None:
                    corename.restype = config.restype = ctypes.c_char_p
                    version = config().decode().split()[1]
                    return f"OpenBLAS {version}, kernel {corename().decode()}"
    return None


def first_say(program, blas, seconds_of_1024):
    """Says which kernel runs and how fast it is, so that a slow BLAS is not taken for a slow peer."""
    print(f"{program}: {blas}; 1024x1024x1024 fp32 in {1e3 * seconds_of_1024:.2f} ms", file=sys.stderr)


def document(program, options, targets, results):
    """Prints the document on standard output."""
    kept = {k: v for k, v in vars(options).items() if not k.endswith("_list") and k != "bench"}
    now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    print(
        json.dumps(
            {
                "bench": options.bench,
                "program": program,
                "date": now.isoformat().replace("+00:00", "Z"),
                "machine": machine(),
                "options": kept,
                "targets": targets,
                "results": results,
            }
        )
    )


def matmul_result(target, precision, form, extents, seconds, error):
    m, n, k = extents
    return {
        "target": target,
        "precision": precision,
        "form": form,
        "shape": f"{m}x{n}x{k}",
        "seconds": seconds,
        "gflops": 2.0 * m * n * k / seconds["median"] / 1e9,
        "error": error,
    }


def step_result(target, precision, units, rows, seconds, cost):
    return {
        "target": target,
        "precision": precision,
        "net": ",".join(map(str, units)) + f"x{rows}",
        "seconds": seconds,
        "examples_per_second": rows / seconds["median"],
        "gflops": step_flops(units, rows) / seconds["median"] / 1e9,
        "cost": cost,
    }


def pipeline_result(target, precision, units, rows, seconds):
    """A step of a mini-batch, gathered from a shuffled set of bytes: shuffle and gather are part of the time."""
    return {
        "target": target,
        "precision": precision,
        "net": ",".join(map(str, units)) + f"x{rows}",
        "pipeline_seconds": seconds,
        "pipeline_examples_per_second": rows / seconds["median"],
    }


class Epochs:
    """Rows of the next batch, of `batches` batches in an order that is drawn anew for each epoch."""

    def __init__(self, numpy, batches, rows):
        self.random = numpy.random.default_rng(SEED)
        self.batches, self.rows, self.at = batches, rows, 0
        self.order = None

    def next(self):
        if self.at % self.batches == 0:
            self.order = self.random.permutation(self.batches * self.rows)
        first = self.at % self.batches * self.rows
        self.at += 1
        return self.order[first : first + self.rows]


def error_of(numpy, form, a, b, c):
    """Relative Frobenius error of at most 64 rows and 64 columns of C, against fp64."""
    m, n = c.shape
    rows = numpy.unique(numpy.linspace(0, m - 1, min(m, 64)).astype(int))
    columns = numpy.unique(numpy.linspace(0, n - 1, min(n, 64)).astype(int))
    left = (a[:, rows].T if form == "TN" else a[rows]).astype(numpy.float64)
    right = (b[columns].T if form == "NT" else b[:, columns]).astype(numpy.float64)
    expected = left @ right
    found = c[numpy.ix_(rows, columns)].astype(numpy.float64)
    return float(numpy.linalg.norm(found - expected) / numpy.linalg.norm(expected))
