"""Trains the net of the recipe `photos` with `oncilla train`, PyTorch and scikit-learn, and compares what they come to.

The pictures are handed over as arrays, so that all see the same bytes; nothing is augmented, nothing is held out.

- `exact`: the start and the order of the batches and of the dropout masks (docs/design.md's Philox streams, computed
  here) are handed over, PyTorch makes the same updates in fp64, and the final probabilities of the test set are compared.
- `torch`, `sklearn`: each program draws its own starts, orders and masks, with the same distributions and settings; the
  means of accuracy and ROC-AUC over the seeds may differ by twice the standard error of their difference. scikit-learn
  has no dropout, no decoupled decay and no cosine, so there all of them go without.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import time

import optimizers
import peer

numpy = peer.load("numpy")
torch = peer.load("torch")

BOUND = 1e-6
ERRORS = 2
RATE, BATCH = 0.001, 64
CONSTANTS = ((0xD2511F53, 0xCD9E8D57), (0x9E3779B9, 0xBB67AE85))


def pictures(path, size):
    """Pictures and labels of an .npz with X and y, or of a folder with cat/ beside others (needs Pillow)."""
    path = pathlib.Path(path)
    if path.suffix == ".npz":
        arrays = numpy.load(path)
        labels = arrays["y"] if "y" in arrays else arrays["Y"]
        return numpy.ascontiguousarray(arrays["X"]), labels.ravel().astype(float)
    image = peer.load("PIL.Image")
    x, y = [], []
    for folder in sorted(p for p in path.iterdir() if p.is_dir()):
        for file in sorted(folder.iterdir()):
            with image.open(file) as opened:
                picture = opened.convert("RGB")
                x.append(numpy.asarray(picture if picture.size == (size, size) else picture.resize((size, size))))
            y.append(float(folder.name == "cat"))
    return numpy.stack(x), numpy.array(y)


def standardized(train, test):
    """Rows of both, less the mean of each channel of the training set and over its deviation."""
    shares = train.reshape(-1, 3) / 255
    mean, deviation = shares.mean(0), shares.std(0)
    return [((x / 255 - mean) / deviation).reshape(len(x), -1) for x in (train, test)]


def philox(key, counter):
    """Philox4x32-10 over arrays of counters."""
    word = numpy.uint64(optimizers.WORD)
    x = [numpy.asarray(c, dtype=numpy.uint64) for c in counter]
    k = list(key)
    for _ in range(10):
        first, second = x[0] * numpy.uint64(CONSTANTS[0][0]), x[2] * numpy.uint64(CONSTANTS[0][1])
        high = numpy.uint64(32)
        x = [
            (second >> high) ^ x[1] ^ numpy.uint64(k[0]),
            second & word,
            (first >> high) ^ x[3] ^ numpy.uint64(k[1]),
            first & word,
        ]
        k = [(k[i] + CONSTANTS[1][i]) & optimizers.WORD for i in (0, 1)]
    return x


def mask(seed, layer, step, rows, units, keep):
    """Which activations of a layer, counted from 1, a step keeps."""
    blocks = (rows * units + 3) // 4
    words = philox((seed, 0), (numpy.arange(blocks), layer, step & optimizers.WORD, step >> 32))
    drawn = numpy.stack(numpy.broadcast_arrays(*words), axis=-1).ravel()[: rows * units]
    return (drawn < math.ceil(keep * 2**32)).reshape(rows, units)


def he(inputs, hidden, generator):
    units = [inputs, *hidden, 1]
    start = []
    for before, after in zip(units, units[1:]):
        start.append(generator.normal(size=(after, before)) * math.sqrt(2 / before))
        start.append(numpy.zeros(after))
    return start


def order_of(seed, rows, epoch):
    """optimizers.order, for a seed of one's own."""
    optimizers.SEED = seed
    return optimizers.order(rows, epoch)


def train_torch(x, y, start, options, seed, handed_over, dtype):
    """PyTorch's parameters after AdamW with a cosine."""
    epochs, keep = options.epochs, options.keep_prob
    x, y = torch.tensor(x, dtype=dtype), torch.tensor(y, dtype=dtype)
    parameters = [torch.tensor(p, dtype=dtype, requires_grad=True) for p in start]
    optimizer = torch.optim.AdamW(parameters, RATE, weight_decay=options.weight_decay)
    updates = epochs * -(-len(y) // BATCH)
    rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, updates)
    torch.manual_seed(seed)
    step = 0
    for epoch in range(epochs):
        order = order_of(seed, len(y), epoch) if handed_over else torch.randperm(len(y)).tolist()
        for first in range(0, len(y), BATCH):
            rows = order[first : first + BATCH]
            a = x[rows]
            for layer in range(0, len(parameters), 2):
                a = torch.nn.functional.linear(a, parameters[layer], parameters[layer + 1])
                if layer < len(parameters) - 2:
                    a = torch.relu(a)
                    if handed_over and keep < 1:
                        kept = mask(seed, layer // 2 + 1, step, len(rows), a.shape[1], keep)
                        a = a * torch.tensor(kept, dtype=dtype) / keep
                    else:
                        a = torch.nn.functional.dropout(a, 1 - keep)
            cost = torch.nn.functional.binary_cross_entropy_with_logits(a[:, 0], y[rows])
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            rates.step()
            step += 1
    return [p.detach().numpy().astype(float) for p in parameters]


def train_sklearn(x, y, start, epochs, seed):
    """scikit-learn's parameters after Adam at a constant rate."""
    neural = peer.load("sklearn.neural_network")

    class Started(neural.MLPClassifier):
        """Begins where it is told to: the class has no public way to say so."""

        def _initialize(self, y, layer_units, dtype):
            super()._initialize(y, layer_units, dtype)
            self.coefs_ = [w.T.astype(dtype) for w in start[::2]]
            self.intercepts_ = [b.astype(dtype) for b in start[1::2]]

    net = Started(
        [len(b) for b in start[1:-2:2]], solver="adam", alpha=0, batch_size=BATCH, learning_rate_init=RATE,
        max_iter=epochs, tol=0, n_iter_no_change=epochs + 1, random_state=seed,
    )  # fmt: skip
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged
        net.fit(x.astype(numpy.float32), y)
    found = [p for pair in zip(net.coefs_, net.intercepts_) for p in pair]
    return [(p.T if p.ndim == 2 else p).astype(float) for p in found]


def logits(x, parameters):
    for layer in range(0, len(parameters), 2):
        x = x @ parameters[layer].reshape(-1, x.shape[1]).T + parameters[layer + 1].ravel()
        x = numpy.maximum(x, 0) if layer < len(parameters) - 2 else x
    return x[:, 0]


def scores(z, y):
    """Accuracy, and ROC-AUC by ranks with ties in the middle."""
    _, place, count = numpy.unique(z, return_inverse=True, return_counts=True)
    ranks = (numpy.cumsum(count) - (count - 1) / 2)[place]
    positive = y.sum()
    auc = (ranks[y == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(y) - positive))
    return float(((z > 0) == (y > 0)).mean()), float(auc)


def oncilla(options, folder, name, seed, arguments):
    """The run directory of a training."""
    out = folder / name
    command = [
        *options.java.split(), "train", "--quiet", "--train", folder / "train.npz", "--test", folder / "test.npz",
        "--hidden", ",".join(map(str, options.hidden)), "--learning-rate", RATE, "--batch-size", BATCH,
        "--epochs", options.epochs, "--standardize", "--seed", seed, "--backend", options.backend,
        "--recipe", "notes", "--no-curves", "--log-every", 1000000, "--out", out, *arguments,
    ]  # fmt: skip
    done = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return out


def result(out):
    test = json.loads((out / "result.json").read_text())["test"]
    return test["accuracy"], test["roc_auc"], test["log_loss"]


def exact(options, folder, x, y, x_test, y_test):
    """The same start, order and masks: the same probabilities."""
    seed = options.seeds[0]
    start = he(x.shape[1], options.hidden, numpy.random.default_rng(seed))
    numpy.savez(folder / "start.npz", **{f"{'Wb'[i % 2]}{i // 2 + 1}": p.reshape(len(p), -1) for i, p in enumerate(start)})
    rules = ["--optimizer", "adamw", "--schedule", "cosine", "--keep-prob", options.keep_prob]
    rules += ["--weight-decay", options.weight_decay]
    out = oncilla(options, folder, "exact", seed, [*rules, "--init-from", folder / "start.npz", "--precision", "fp64"])
    found = optimizers.tensors(out / "model.safetensors")
    found = [found[f"{'Wb'[i % 2]}{i // 2 + 1}"] for i in range(len(start))]
    wanted = train_torch(x, y, start, options, seed, True, torch.float64)
    theirs, ours = logits(x_test, wanted), logits(x_test, found)
    apart = float(abs(1 / (1 + numpy.exp(-theirs)) - 1 / (1 + numpy.exp(-ours))).max())
    log_loss = float((numpy.maximum(ours, 0) - ours * y_test + numpy.log1p(numpy.exp(-abs(ours)))).mean())
    said = result(out)
    holds = apart <= BOUND and abs(log_loss - said[2]) <= BOUND and scores(ours, y_test)[0] == said[0]
    print(
        f"{'ok   ' if holds else 'WRONG'} exact, fp64, seed {seed}, {options.epochs} epochs: probabilities of"
        f" {len(y_test)} test pictures at most {apart:.1e} apart; accuracy {said[0]:.4f}, ROC-AUC {said[1]:.4f}",
        flush=True,
    )
    return holds


def compare(name, ours, theirs):
    """Means over the seeds, against the standard error of their difference."""
    holds = True
    for column, metric in enumerate(("accuracy", "ROC-AUC")):
        a, b = (numpy.array([row[column] for row in rows]) for rows in (ours, theirs))
        error = math.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b))
        apart = abs(a.mean() - b.mean())
        good = apart <= ERRORS * error
        holds &= good
        print(
            f"{'ok   ' if good else 'WRONG'} {name:8} {metric:8} oncilla {a.mean():.4f} ± {a.std(ddof=1):.4f},"
            f" {name} {b.mean():.4f} ± {b.std(ddof=1):.4f}: {apart:.4f} apart, {apart / error:.1f} standard errors",
            flush=True,
        )
    return holds


def against(options, folder, name, x, y, x_test, y_test):
    ours, theirs, seconds = [], [], [0.0, 0.0]
    for seed in options.seeds:
        start = he(x.shape[1], options.hidden, numpy.random.default_rng(1000 + seed))
        begin = time.perf_counter()
        if name == "torch":
            rules = ["--optimizer", "adamw", "--schedule", "cosine", "--keep-prob", options.keep_prob]
            rules += ["--weight-decay", options.weight_decay]
            parameters = train_torch(x, y, start, options, seed, False, torch.float32)
        else:
            rules = ["--optimizer", "adam"]
            parameters = train_sklearn(x, y, start, options.epochs, seed)
        seconds[1] += time.perf_counter() - begin
        theirs.append(scores(logits(x_test, parameters), y_test))
        begin = time.perf_counter()
        out = oncilla(options, folder, f"{name}-{seed}", seed, [*rules, "--init", "he", "--precision", "fp32"])
        seconds[0] += time.perf_counter() - begin
        ours.append(result(out)[:2])
    count = len(options.seeds)
    print(f"      {name:8} seconds a run: oncilla {seconds[0] / count:.1f}, reading included, {name} {seconds[1] / count:.1f}")
    return compare(name, ours, theirs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", required=True, help="a folder with cat/ beside others, or an .npz with X and y")
    parser.add_argument("--test", required=True)
    parser.add_argument("--image-size", type=int, default=64)
    parser.add_argument("--java", default="java -jar target/oncilla.jar", help="how Oncilla is started")
    parser.add_argument("--backend", default="cpu")
    parser.add_argument("--hidden", default="256,64")
    parser.add_argument("--epochs", type=int, default=80)
    parser.add_argument("--keep-prob", type=float, default=0.9)
    parser.add_argument("--weight-decay", type=float, default=0.3)
    parser.add_argument("--seeds", default="1,2,3,4,5")
    parser.add_argument("--examples", type=int, default=0, help="of each set at most so many, every class alike")
    parser.add_argument("--compare", default="exact,torch,sklearn")
    options = parser.parse_args()
    options.hidden = [int(units) for units in options.hidden.split(",")]
    options.seeds = [int(seed) for seed in options.seeds.split(",")]
    sets = []
    for path in (options.train, options.test):
        x, y = pictures(path, options.image_size)
        if options.examples:
            chosen = numpy.sort(numpy.concatenate([numpy.flatnonzero(y == c)[: options.examples // 2] for c in (0, 1)]))
            x, y = x[chosen], y[chosen]
        sets.append((x, y))
    (train, y), (test, y_test) = sets
    x, x_test = standardized(train, test)
    assert [int(w) for w in philox((0, 0), (0, 0, 0, 0))] == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    holds = True
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, (pixels, labels) in zip(("train.npz", "test.npz"), sets):
            numpy.savez(folder / file, X=pixels, y=labels.astype(numpy.int64))
        print(f"{len(y)} training and {len(y_test)} test pictures of {train.shape[1:]}", flush=True)
        for wanted in options.compare.split(","):
            if wanted == "exact":
                holds &= exact(options, folder, x, y, x_test, y_test)
            else:
                holds &= against(options, folder, wanted, x, y, x_test, y_test)
    sys.exit(0 if holds else 3)


if __name__ == "__main__":
    main()
