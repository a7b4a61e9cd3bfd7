"""Trains the same net with `oncilla train` and with PyTorch on the CPU, and compares costs and parameters in fp64.

Examples, start and settings are handed over by file. PyTorch's own optimisers, clipping and schedules are used; the L2
term is added to its loss, since its weight_decay would reach biases and come after clipping. In mini-batches the order
is docs/design.md's shuffle, computed here. `--golden FILE` writes instead what the tests of Oncilla pin the rules to.
"""

import argparse
import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

import peer

numpy = peer.load("numpy")
torch = peer.load("torch")

ROWS, INPUTS, HIDDEN = 53, 37, (20, 7, 5)
STEPS, L2, SEED = 200, 0.7, 3
BOUND = 1e-6
WORD = (1 << 32) - 1

RULES = {
    "sgd": (0.1, lambda p, lr: torch.optim.SGD(p, lr)),
    "momentum": (0.02, lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9)),
    "nesterov": (0.02, lambda p, lr: torch.optim.SGD(p, lr, momentum=0.9, nesterov=True)),
    "adam": (0.005, lambda p, lr: torch.optim.Adam(p, lr)),
    "adamw": (0.005, lambda p, lr: torch.optim.AdamW(p, lr, weight_decay=0.01)),
}
SETTINGS = {
    "plain": [],
    "L2": ["--l2", L2],
    "L2, clipped, cosine with warm-up": ["--l2", L2, "--clip-norm", 0.5, "--schedule", "cosine", "--warmup", 20],
    "L2, clipped, steps": ["--l2", L2, "--clip-norm", 0.5, "--schedule", "step", "--step-every", 60, "--step-factor", 0.5],
    "smoothed labels, balanced classes": ["--label-smoothing", 0.1, "--class-weight", "balanced"],
}


def philox(key, counter):
    """Philox4x32-10."""
    x, k = list(counter), list(key)
    for _ in range(10):
        first, second = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(second >> 32) ^ x[1] ^ k[0], second & WORD, (first >> 32) ^ x[3] ^ k[1], first & WORD]
        k = [(k[0] + 0x9E3779B9) & WORD, (k[1] + 0xBB67AE85) & WORD]
    return x


def order(rows, epoch):
    """The order of the examples in an epoch."""
    indices = list(range(rows))
    for i in range(rows - 1, 0, -1):
        w = philox((SEED, 1), (i & WORD, i >> 32, epoch & WORD, epoch >> 32))
        j = (w[0] + (w[1] << 32)) * (i + 1) >> 64
        indices[i], indices[j] = indices[j], indices[i]
    return indices


def batches(rows, size):
    """The examples of update after update; size 0 is all of them, in their own order."""
    epoch = 0
    while True:
        shuffled = order(rows, epoch) if size else list(range(rows))
        for first in range(0, rows, size or rows):
            yield shuffled[first : first + (size or rows)]
        epoch += 1


def example(rows=ROWS, inputs=INPUTS, hidden=HIDDEN):
    """Examples of which a third is positive, and a start."""
    random = numpy.random.default_rng(SEED)
    x = random.normal(size=(rows, inputs))
    y = (x[:, 0] + x[:, 1] > 0.6).astype(float)
    units = [inputs, *hidden, 1]
    start = []
    for before, after in zip(units, units[1:]):
        start.append(random.normal(size=(after, before)) * math.sqrt(2 / before))
        start.append(0.1 * random.normal(size=(after,)))
    return x, y, start


def scheduler(optimizer, options, steps):
    """The schedule by PyTorch's own classes."""
    schedulers = torch.optim.lr_scheduler
    warmup = options.get("--warmup", 0)
    if options.get("--schedule") == "cosine":
        after = schedulers.CosineAnnealingLR(optimizer, steps - warmup)
    elif options.get("--schedule") == "step":
        after = schedulers.StepLR(optimizer, options["--step-every"], options["--step-factor"])
    else:
        after = schedulers.ConstantLR(optimizer, 1.0, 1)
    if not warmup:
        return after
    rising = schedulers.LambdaLR(optimizer, lambda t: min(1.0, (t + 1) / warmup))
    return schedulers.SequentialLR(optimizer, [rising, after], [warmup])


def train(x, y, start, rule, rate, arguments, steps, batch=0):
    """PyTorch's costs J, and its parameters at the end."""
    options = dict(zip(arguments[::2], arguments[1::2]))
    x, y = torch.tensor(x), torch.tensor(y)
    parameters = [torch.tensor(p, requires_grad=True) for p in start]
    optimizer = RULES[rule][1](parameters, rate)
    rates = scheduler(optimizer, options, steps)
    smoothing = options.get("--label-smoothing", 0)
    share = y.mean()
    weights = torch.where(y > 0, 0.5 / share, 0.5 / (1 - share)) if "--class-weight" in options else torch.ones_like(y)
    targets = y * (1 - smoothing) + smoothing / 2
    costs = []
    for rows, _ in zip(batches(len(y), batch), range(steps)):
        a = x[rows]
        for layer in range(0, len(parameters), 2):
            a = torch.nn.functional.linear(a, parameters[layer], parameters[layer + 1])
            a = torch.relu(a) if layer < len(parameters) - 2 else a
        cost = torch.nn.functional.binary_cross_entropy_with_logits(a[:, 0], targets[rows], weights[rows])
        cost = cost + options.get("--l2", 0) / (2 * len(y)) * sum((w * w).sum() for w in parameters[::2])
        costs.append(cost.item())
        optimizer.zero_grad()
        cost.backward()
        if "--clip-norm" in options:
            torch.nn.utils.clip_grad_norm_(parameters, options["--clip-norm"])
        optimizer.step()
        rates.step()
    return numpy.array(costs), [p.detach().numpy() for p in parameters]


def tensors(path):
    """The tensors of a .safetensors file of fp64."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    read = {}
    for name, entry in header.items():
        first, end = entry["data_offsets"]
        read[name] = numpy.frombuffer(data[8 + length + first : 8 + length + end], "<f8").reshape(entry["shape"])
    return read


def difference(wanted, found):
    """Of two arrays, relative to the larger norm."""
    wanted, found = numpy.ravel(wanted), numpy.ravel(found)
    return numpy.linalg.norm(wanted - found) / max(numpy.linalg.norm(wanted), 1e-300)


def compare(options, folder, backend, rule, name, arguments, batch):
    x, y, start = example()
    numpy.savetxt(folder / "train.csv", numpy.c_[x, y], delimiter=",", fmt=["%.17g"] * INPUTS + ["%d"])
    numpy.savez(
        folder / "start.npz",
        **{f"{'Wb'[i % 2]}{i // 2 + 1}": p.reshape(len(p), -1) for i, p in enumerate(start)},
    )
    rate = RULES[rule][0]
    out = folder / f"{backend}-{rule}-{batch}-{name}".replace(" ", "-")
    command = [
        "java", "-jar", options.jar, "train", "--quiet", "--train", folder / "train.csv", "--hidden", "20,7,5",
        "--init-from", folder / "start.npz", "--seed", SEED, "--optimizer", rule, "--learning-rate", rate,
        "--iterations", STEPS, "--log-every", 1, "--backend", backend, "--precision", "fp64", "--out", out,
        *arguments, *(["--batch-size", batch] if batch else []),
    ]  # fmt: skip
    done = subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    found_costs = numpy.array([line["cost"] for line in lines if "iteration" in line and "cost" in line])
    costs, parameters = train(x, y, start, rule, rate, arguments, STEPS, batch)
    found = tensors(out / "model.safetensors")
    of_costs = max(abs(costs - found_costs) / abs(costs))
    of_parameters = max(difference(p, found[f"{'Wb'[i % 2]}{i // 2 + 1}"]) for i, p in enumerate(parameters))
    holds = len(costs) == len(found_costs) and of_costs <= BOUND and of_parameters <= BOUND
    batches_of = f"batches of {batch}" if batch else "full batch"
    print(
        f"{'ok   ' if holds else 'WRONG'} {backend:6} {rule:8} {batches_of:13} {name:34}"
        f" costs {of_costs:.1e}  parameters {of_parameters:.1e}  cost {costs[0]:.4f} -> {costs[-1]:.4f}",
        flush=True,
    )
    return holds


def golden(path):
    """A tiny problem with a few steps of each rule, as text."""
    steps = 12
    x, y, start = example(6, 3, (4,))
    lines = ["# Made by peers/optimizers.py --golden with PyTorch " + torch.__version__ + ", fp64."]

    def write(name, values):
        lines.append(name + " " + " ".join(repr(float(v)) for v in numpy.ravel(values)))

    write("x", x)
    write("y", y)
    for i, p in enumerate(start):
        write(f"start {'Wb'[i % 2]}{i // 2 + 1}", p)
    for name, of_run in {
        "constant": ["--warmup", 3],
        "step": ["--warmup", 2, "--schedule", "step", "--step-every", 4, "--step-factor", 0.5],
        "cosine": ["--warmup", 3, "--schedule", "cosine"],
        "cosine-alone": ["--schedule", "cosine"],
    }.items():
        parameter = torch.nn.Parameter(torch.zeros(1))
        optimizer = torch.optim.SGD([parameter], 0.1)
        rates = scheduler(optimizer, dict(zip(of_run[::2], of_run[1::2])), steps)
        values = []
        for _ in range(steps):
            values.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            rates.step()
        write("rates " + name, values)
    arguments = {
        "plain": [],
        "all": ["--l2", L2, "--clip-norm", 0.5, "--schedule", "cosine", "--warmup", 3,
                "--label-smoothing", 0.1, "--class-weight", "balanced"],
    }  # fmt: skip
    for rule in RULES:
        for name, of_run in arguments.items():
            costs, parameters = train(x, y, start, rule, 0.1, of_run, steps)
            write(f"{rule} {name} costs", costs)
            for i, p in enumerate(parameters):
                write(f"{rule} {name} {'Wb'[i % 2]}{i // 2 + 1}", p)
    pathlib.Path(path).write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jar", default="target/oncilla.jar")
    parser.add_argument("--backends", default="cpu,opencl")
    parser.add_argument("--rules", default=",".join(RULES))
    parser.add_argument("--batch-sizes", default="0,16", help="0 is full batch; 53 examples in 16s have a short last batch")
    parser.add_argument("--golden", metavar="FILE")
    options = parser.parse_args()
    if options.golden:
        golden(options.golden)
        return
    assert philox((0, 0), (0, 0, 0, 0)) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
    holds = True
    with tempfile.TemporaryDirectory() as folder:
        for backend in options.backends.split(","):
            for rule in options.rules.split(","):
                for batch in map(int, options.batch_sizes.split(",")):
                    for name, arguments in SETTINGS.items():
                        holds &= compare(options, pathlib.Path(folder), backend, rule, name, arguments, batch)
    sys.exit(0 if holds else 3)


if __name__ == "__main__":
    main()
