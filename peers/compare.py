"""Runs Oncilla and its peers in turns, and makes the table and the page.

    compare.py matmul|step      oncilla bench against the peers' scripts
    compare.py pipeline         steps on mini-batches of a shuffled set of bytes, gather and shuffle included
    compare.py run              the notes' 2,500 iterations, start of the program included, against NumPy
    compare.py start            time from the start of the program to its first step
    compare.py launch|scaling   oncilla bench alone, kept for the page
    compare.py page             peers/README.md from what was kept

Each measurement is kept in peers/results/, a JSON file of the name of the command. Standard library only.
"""

import argparse
import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import page
import peer

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SCRIPTS = {"numpy": "numpy_peer.py", "torch": "torch_peer.py", "jax": "jax_peer.py"}
BLAS_VARIABLES = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")
FIRST_STEP_LIMIT = 120


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("matmul", "step", "pipeline", "run", "start", "launch", "scaling", "page"))
    parser.add_argument("--peers", default="numpy", help="of numpy,torch,jax (default numpy)")
    parser.add_argument("--python", action="append", default=[], metavar="PEER=PATH", help="interpreter of a peer")
    parser.add_argument("--set", action="append", default=[], metavar="PEER:NAME=VALUE",
                        help="environment variable for one peer alone")
    parser.add_argument("--rounds", type=int, default=5, help="how often each takes its turn (default 5)")
    parser.add_argument("--limit", type=float, default=None, metavar="S",
                        help="seconds in which another round must fit to be begun; a peer that is not done by then is left out "
                             "(default: no limit)")
    parser.add_argument("--seconds", type=float, default=0.3, help="time of a measurement in a turn, about")
    parser.add_argument("--precision", default="fp32,fp64")
    parser.add_argument("--backend", default=None, help="of Oncilla: cpu,opencl (default: all usable)")
    parser.add_argument("--binding", default="jocl", help="of OpenCL (default jocl)")
    parser.add_argument("--device", default=None, help="of OpenCL: index or part of the name")
    parser.add_argument("--shapes", default=peer.SHAPES)
    parser.add_argument("--forms", default="NN,NT,TN")
    parser.add_argument("--nets", default=peer.NETS)
    parser.add_argument("--variants", default=None, help="of the torch peer: cpu,cuda,cuda-graph")
    parser.add_argument("--train", default=None, help="data of 'run' and 'start': .h5 or .npz (default: random)")
    parser.add_argument("--test", default=None, help="its test set, for .h5")
    parser.add_argument("--iterations", type=int, default=2500)
    parser.add_argument("--java", default="java")
    parser.add_argument("--jar", default=os.path.join(ROOT, "target", "oncilla.jar"))
    parser.add_argument("--keep-blas-environment", action="store_true",
                        help=f"leave {' and '.join(BLAS_VARIABLES)} as they are; otherwise they are unset for all, "
                             "because they may make OpenBLAS take a kernel for another processor")
    parser.add_argument("--results", default=os.path.join(HERE, "results"), help="folder of what is kept")
    parser.add_argument("--out", default=os.path.join(HERE, "README.md"), help="the page")
    options = parser.parse_args()
    if options.what == "pipeline" and options.nets == peer.NETS:
        options.nets = peer.NETS.split(";")[-1]
    options.peers = [p for p in options.peers.split(",") if p]
    for name in options.peers:
        if name not in SCRIPTS:
            parser.error(f"'{name}' is none of {', '.join(SCRIPTS)}")
    options.python = dict(entry.split("=", 1) for entry in options.python if "=" in entry)
    if options.rounds < 1:
        parser.error("there must be a round")
    if options.what != "page" and not os.path.exists(options.jar):
        sys.exit(f"compare.py: {options.jar} does not exist: mvn -q -DskipTests package makes it")
    return options


def environment(options, name):
    """Environment variables of a program: the same for all, but for those set for one alone."""
    kept = dict(os.environ)
    if not options.keep_blas_environment:
        for variable in BLAS_VARIABLES:
            kept.pop(variable, None)
    for entry in options.set:
        whose, _, assignment = entry.partition(":")
        variable, equals, value = assignment.partition("=")
        if not equals:
            sys.exit(f"compare.py: --set takes PEER:NAME=VALUE, not {entry}")
        if whose == name:
            kept[variable] = value
    return kept


def interpreter(options, name):
    return options.python.get(name, sys.executable)


def execute(command, env, seconds=None):
    """Runs a command; returns its standard output and error. A failure ends the comparison with what was said."""
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=seconds)
    if done.returncode:
        said = (done.stderr.strip() or "nothing").splitlines()
        sys.exit(f"compare.py: {' '.join(command[:4])} ... ended with {done.returncode}: {said[-1]}")
    return done.stdout, done.stderr


def oncilla_backends(options):
    """The backends, each for a process of its own: a JVM that used both was seen to crash with PoCL 3.1."""
    return (options.backend or "cpu,opencl").split(",")


def oncilla_bench(options, what, backend):
    command = [options.java, "-jar", options.jar, "bench", what, "--json", "--seconds", str(options.seconds)]
    command += ["--precision", options.precision, "--backend", backend]
    if backend == "opencl":
        command += ["--binding", options.binding]
        if options.device:
            command += ["--device", options.device]
    if what == "matmul":
        command += ["--shapes", options.shapes, "--forms", options.forms]
    if what in ("step", "pipeline", "launch"):
        command += ["--nets", options.nets]
    return command


def peer_bench(options, name, what):
    command = [interpreter(options, name), os.path.join(HERE, SCRIPTS[name]), what]
    command += ["--seconds", str(options.seconds), "--precision", options.precision]
    if what == "matmul":
        command += ["--shapes", options.shapes, "--forms", options.forms]
    else:
        command += ["--nets", options.nets]
    if name == "torch" and options.variants:
        command += ["--variants", options.variants]
    return command


def case_of(result):
    return " ".join(result[key] for key in ("form", "shape", "net") if key in result)


def compare(options):
    """Runs Oncilla and each peer in turns; returns the documents of all turns, and their comparison."""
    programs = [(f"oncilla {b}", oncilla_bench(options, options.what, b)) for b in oncilla_backends(options)]
    programs += [(name, peer_bench(options, name, options.what)) for name in options.peers]
    measured, first, costs, errors = {}, {}, {}, {}
    begin, rounds = time.monotonic(), 0
    for turn in range(options.rounds):
        if options.limit and (time.monotonic() - begin) * (turn + 1) > options.limit * turn > 0:
            print(f"{turn} of {options.rounds} rounds: no other fits in {options.limit:.0f} s", file=sys.stderr)
            break
        rounds = turn + 1
        for name, command in list(programs if turn % 2 == 0 else reversed(programs)):
            print(f"round {turn + 1} of {options.rounds}: {name}", file=sys.stderr)
            left = options.limit and max(1, options.limit - (time.monotonic() - begin))
            try:
                out, err = execute(command, environment(options, name.split()[0]), left)
            except subprocess.TimeoutExpired:
                if name.startswith("oncilla"):
                    sys.exit(f"compare.py: {name} was not done within {options.limit:.0f} s")
                print(f"{name} is left out: not done in the {left:.0f} s that were left", file=sys.stderr)
                programs.remove((name, command))
                gone = {r["target"] for r in first.pop(name, {"results": []})["results"]}
                measured = {key: times for key, times in measured.items() if key[2] not in gone}
                costs = {key: cost for key, cost in costs.items() if key[2] not in gone}
                continue
            document = json.loads(out)
            if name not in first:
                first[name] = document
                if not name.startswith("oncilla"):
                    print(err.strip().splitlines()[0] if err.strip() else name, file=sys.stderr)
            for result in document["results"]:
                key = (case_of(result), result["precision"], result["target"])
                measured.setdefault(key, []).append(result.get("pipeline_seconds", result.get("seconds"))["median"])
                costs[key] = result.get("cost")
                errors[key] = result.get("error")
    if options.what == "step":
        require_same_costs(costs)
    return {
        "what": options.what,
        "command": command_line(),
        "date": now(),
        "machine": first[programs[0][0]]["machine"],
        "rounds": rounds,
        "programs": [
            {"program": d["program"], "machine": d["machine"], "targets": d["targets"]} for d in first.values()
        ],
        "rows": rows(measured, costs, errors),
    }


def require_same_costs(costs):
    """Ends the comparison where costs differ: a peer with another cost did not compute the same step."""
    for (case, precision, target), cost in costs.items():
        for (other_case, _, other), expected in costs.items():
            if case == other_case and abs(cost - expected) > 1e-4 * abs(expected):
                sys.exit(f"compare.py: {case}: the cost of {target} is {cost}, of {other} {expected}")


def rows(measured, costs, errors):
    """A row for each case and Oncilla target, with the ratios to all others of its precision."""
    table = []
    for (case, precision, target), times in measured.items():
        ratios = {}
        for (other_case, other_precision, other), theirs in measured.items():
            if (other_case, other_precision) == (case, precision) and other != target:
                ratios[other] = statistics.median(b / a for a, b in zip(times, theirs))
        table.append(
            {
                "case": case,
                "precision": precision,
                "target": target,
                "seconds": peer.statistics(times),
                "times_as_fast_as": ratios,
                "cost": costs[(case, precision, target)],
                "error": errors[(case, precision, target)],
            }
        )
    return table


def random_data(folder):
    """Writes an .npz with as many pixels as the notes' files."""
    numpy = peer.load("numpy")
    arrays = {}
    for x, y, count in (("X", "y", 209), ("Xval", "yval", 50)):
        pixels, labels = peer.examples(numpy, count, 64 * 64 * 3)
        arrays[x], arrays[y] = pixels.reshape(count, 64, 64, 3), labels.astype(numpy.int64)
    path = os.path.join(folder, "random.npz")
    numpy.savez(path, **arrays)
    return path


def data_options(options, folder):
    train = options.train or random_data(folder)
    return ["--train", train] + (["--test", options.test] if options.test else [])


def whole_run(options):
    with tempfile.TemporaryDirectory() as folder:
        data = data_options(options, folder)
        turns = {"oncilla auto": None}
        turns.update({f"numpy {p}": p for p in options.precision.split(",")})
        times = {name: [] for name in turns}
        selected = None
        for turn in range(options.rounds):
            for name, precision in turns.items() if turn % 2 == 0 else reversed(list(turns.items())):
                print(f"round {turn + 1} of {options.rounds}: {name}", file=sys.stderr)
                out = os.path.join(folder, "run")
                shutil.rmtree(out, ignore_errors=True)
                if precision is None:
                    command = [options.java, "-jar", options.jar, "train", *data, "--out", out]
                else:
                    command = [interpreter(options, "numpy"), os.path.join(HERE, "numpy_run.py"), *data]
                    command += ["--precision", precision]
                command += ["--iterations", str(options.iterations)]
                begin = time.perf_counter()
                execute(command, environment(options, name.split()[0]))
                times[name].append(time.perf_counter() - begin)
                if precision is None:
                    with open(os.path.join(out, "config.json"), encoding="utf-8") as file:
                        selected = json.load(file)
        return kept_times(options, times, {"selected": selected["selection"]})


def first_step(options):
    """Measures the time from the start of the program to the first cost in metrics.jsonl, after the first step."""
    with tempfile.TemporaryDirectory() as folder:
        data = data_options(options, folder)
        times = {}
        for turn in range(options.rounds + 1):
            for backend in ("cpu", "opencl"):
                out = os.path.join(folder, "run")
                shutil.rmtree(out, ignore_errors=True)
                metrics = os.path.join(out, "metrics.jsonl")
                command = [options.java, "-jar", options.jar, "train", *data, "--out", out, "--quiet",
                           "--iterations", "1", "--no-curves", "--backend", backend, "--precision", "fp32"]
                begin = time.perf_counter()
                with subprocess.Popen(command, env=environment(options, "oncilla")) as running:
                    while not (os.path.exists(metrics) and os.path.getsize(metrics)):
                        if running.poll() is not None and not os.path.exists(metrics):
                            sys.exit(f"compare.py: train --backend {backend} ended with {running.returncode}")
                        if time.perf_counter() - begin > FIRST_STEP_LIMIT:
                            running.kill()
                            sys.exit(f"compare.py: no first step within {FIRST_STEP_LIMIT} s")
                        time.sleep(0.002)
                    taken = time.perf_counter() - begin
                # The first turn warms caches of files and of compiled kernels.
                if turn:
                    times.setdefault(f"oncilla {backend} fp32", []).append(taken)
        return kept_times(options, times, {})


def kept_times(options, times, more):
    ours = next(iter(times))
    return {
        "what": options.what,
        "command": command_line(),
        "date": now(),
        "machine": peer.machine() | {"environment": relevant(environment(options, "oncilla"))},
        "rounds": options.rounds,
        **more,
        "rows": [
            {
                "target": name,
                "seconds": peer.statistics(values),
                "oncilla_times_as_fast": statistics.median(b / a for a, b in zip(times[ours], values)),
            }
            for name, values in times.items()
        ],
    }


def relevant(variables):
    return {k: v for k, v in sorted(variables.items()) if k.startswith(("OPENBLAS_", "OMP_", "MKL_", "POCL_"))}


def alone(options):
    kept = None
    for backend in oncilla_backends(options) if options.what == "launch" else [options.backend or "opencl"]:
        command = oncilla_bench(options, options.what, backend)
        if options.what == "scaling":
            command += ["--out", os.path.join(options.results, "scaling.png")]
        document = json.loads(execute(command, environment(options, "oncilla"))[0])
        if kept is None:
            kept = document
        else:
            kept["targets"] += document["targets"]
            kept["results"] += document["results"]
    return {"what": options.what, "command": command_line(), **kept}


def command_line():
    return "peers/compare.py " + " ".join(argument if " " not in argument and ";" not in argument
                                          else f"'{argument}'" for argument in sys.argv[1:])


def now():
    moment = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
    return moment.isoformat().replace("+00:00", "Z")


def main():
    options = parse()
    if options.what == "page":
        page.write(options.results, options.out)
        return
    os.makedirs(options.results, exist_ok=True)
    kinds = {"run": whole_run, "start": first_step, "launch": alone, "scaling": alone}
    kept = kinds.get(options.what, compare)(options)
    with open(os.path.join(options.results, options.what + ".json"), "w", encoding="utf-8") as file:
        json.dump(kept, file, indent=1)
        file.write("\n")
    print(page.section(kept))


if __name__ == "__main__":
    main()
