"""Tables in Markdown from what compare.py kept, and the page of all of them."""

import json
import os

OPEN_ROWS = (
    ("matmul fp32 `highest`, n ≥ 2048 and the training shapes, against cuBLAS fp32", "0.9×"),
    ("step 12288,4096,4096,1024,1 × 4096, fp32, against the better of PyTorch's CUDA graph and JAX", "0.95×"),
    ("step 12288,1024,512,128,1 × 256 and × 1024, fp32, the same", "1.0×"),
    ("step 12288,20,7,5,1 × 209, fp32, the same", "1.2×"),
    ("the host's share of a step", "the GPU never waits"),
)

INTRODUCTION = """# Benchmarks

Made by `peers/compare.py page` from `peers/results/`; each section says with which command it was measured, where
and when. To repeat one, build the program (`mvn -q -DskipTests package`), leave the machine alone, and run that
command; `python3 peers/compare.py --help` says what else there is. `bash peers/on_device.sh` proves a device and
measures it in one call, also where there is a Java runtime and little else: README.md, "Prove a device".

- Oncilla and its peers run in the same call in turns (A B C, C B A, …), each with its own warm-up. A time is the
  median over the rounds, with the quartiles behind it; a ratio is the median of the ratios within a round, and above
  1 Oncilla is the faster one.
- A shape MxNxK is a product C of M rows and N columns whose sums have K terms, measured in every form: NN is A·B, NT
  is A·Bᵀ, TN is Aᵀ·B. The first layer of the notes is 20x12288x209 in TN (the gradient of its weights), and
  209x20x12288 in NT (forward).
- Every program trains on the same random examples from the same start, and the comparison ends with an error where
  their costs after ten steps differ.
- `cpu` is Oncilla's CPU backend, `opencl` its kernels on the device that is named.
- OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are unset for all programs unless the section says otherwise."""


def number(value):
    if value >= 100 or value == 0:
        return f"{value:.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def milliseconds(seconds):
    low, high = 1e3 * seconds["lower_quartile"], 1e3 * seconds["upper_quartile"]
    return f"{number(1e3 * seconds['median'])} ({number(low)}–{number(high)})"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def where(kept):
    machine = kept["machine"]
    text = f"{kept['date'][:10]}, {machine['cpu']}, {machine['cores']} cores, {machine['os']}"
    if machine.get("environment"):
        text += "; " + ", ".join(f"{k}={v}" for k, v in machine["environment"].items())
    return text


def programs(kept):
    """One line for each program that took part."""
    lines = []
    for program in kept.get("programs", []):
        what = []
        for target in program["targets"]:
            more = [target.get("blas") or target.get("driver") or ""]
            if target.get("peak_gflops"):
                more.append(f"{target['peak_gflops']:.0f} GFLOP/s at most")
            what.append(f"{target['target']} on {target['device']} ({', '.join(m for m in more if m)})")
        lines.append(f"- {program['program']}, {program['machine']['runtime']}: " + "; ".join(what))
    return "\n".join(lines)


def ours(target):
    return target.startswith(("cpu ", "opencl"))


def without_precision(target):
    return target.rsplit(" ", 1)[0]


def comparison(kept):
    others = list(dict.fromkeys(without_precision(r["target"]) for r in kept["rows"] if not ours(r["target"])))
    if any(r["target"].startswith("opencl") for r in kept["rows"]):
        others += [without_precision(r["target"]) for r in kept["rows"] if r["target"].startswith("cpu ")][:1]
    times = {(r["case"], r["target"]): r["seconds"] for r in kept["rows"]}
    rows = []
    for row in kept["rows"]:
        if not ours(row["target"]):
            continue
        cells = [row["case"], row["target"], milliseconds(row["seconds"])]
        for other in others:
            name = f"{other} {row['precision']}"
            ratio = row["times_as_fast_as"].get(name)
            cells.append(f"{number(1e3 * times[(row['case'], name)]['median'])} · **{ratio:.2f}×**" if ratio else "")
        rows.append(cells)
    rows.sort(key=lambda cells: (list(dict.fromkeys(r["case"] for r in kept["rows"])).index(cells[0]),
                                 cells[1].rsplit(" ", 1)[1]))
    return table(["case", "Oncilla", "ms (quartiles)"] + [f"{o}: ms · ratio" for o in others], rows)


def whole(kept):
    rows = [[r["target"], f"{r['seconds']['median']:.2f} ({r['seconds']['lower_quartile']:.2f}–"
             f"{r['seconds']['upper_quartile']:.2f})", f"{r['oncilla_times_as_fast']:.2f}×"] for r in kept["rows"]]
    text = table(["program", "s (quartiles)", "Oncilla is as fast"], rows)
    selected = kept.get("selected") or {}
    if selected.get("backend"):
        text += f"\n\n`auto` took {selected['backend']} on {selected.get('device')}, {selected.get('precision')}."
    return text


def start(kept):
    return table(["program", "s (quartiles)"],
                 [[r["target"], f"{r['seconds']['median']:.2f} ({r['seconds']['lower_quartile']:.2f}–"
                   f"{r['seconds']['upper_quartile']:.2f})"] for r in kept["rows"]])


def launch(kept):
    rows = [[r["target"], *(number(1e6 * r[k]["median"]) for k in ("back_to_back", "submit", "waited")),
             ", ".join(f"{n} ({net})" for net, n in r["launches_of_a_step"].items())] for r in kept["results"]]
    return table(["backend", "µs back to back", "µs to submit", "µs with a wait each", "launches of a step"], rows)


def scaling(kept):
    rows, skipped = [], []
    for result in kept["results"]:
        for p in result["points"]:
            rows.append([result["target"], p["extent"], str(p["size"]),
                         number(1e6 * p["seconds_per_example"]["median"]),
                         number(1e6 * p["seconds_per_example_next"]["median"]),
                         f"{p['next_over_this']['median']:.2f}" + (" **cliff**" if p["cliff"] else "")])
        skipped += [f"- not measured: {result['target']}, {s['extent']} {s['size']}: {s['reason']}"
                    for s in result["skipped"]]
    text = "![Time of an example against batch and width](results/scaling.png)\n\n"
    text += table(["backend", "grows", "n", "µs an example", "at n + 1", "ratio (wanted: at most 1.3)"], rows)
    return text + ("\n\n" + "\n".join(skipped) if skipped else "")


SECTIONS = {
    "matmul": ("Matrix products", comparison),
    "step": ("Training steps", comparison),
    "pipeline": ("Steps on mini-batches, shuffle and gather included", comparison),
    "run": ("The notes' whole run, start of the program included", whole),
    "start": ("From the start of the program to the first step", start),
    "launch": ("Launches", launch),
    "scaling": ("Cost against size", scaling),
}


def on_device(kept):
    """What one call of on_device.sh proved and measured: the table, and the tables of its documents."""
    holds = {"yes": "✓", "no": "**wrong**", "short": "short", "open": "open", "-": ""}
    documents = kept["documents"]
    parts = [table(["stage", "what", "wanted", "found", ""],
                   [[*(r[k] for k in ("stage", "what", "wanted", "found")), holds[r["holds"]]] for r in kept["wanted"]])]
    for what in ("matmul", "step", "launch"):
        document = documents.get(what)
        if document and what == "launch":
            parts.append("Launches:\n\n" + launch(document))
        elif document and "rows" in document:
            parts.append(f"{SECTIONS[what][0]}:\n\n{programs(document)}\n\n{comparison(document)}")
    return "\n\n".join(parts)


def device_sections(results):
    """A section for each results/on_device*.json."""
    sections = []
    for name in sorted(os.listdir(results)):
        if name.startswith("on_device") and name.endswith(".json"):
            with open(os.path.join(results, name), encoding="utf-8") as file:
                kept = json.load(file)
            device = kept["wanted"][0]["found"]
            sections.append(f"## Proven on {device}\n\n`bash peers/on_device.sh`{' with small sizes' if kept['small'] else ''}, "
                            f"{kept['date'][:10]}; `open` is not measured.\n\n{on_device(kept)}")
    return sections


def section(kept):
    title, body = SECTIONS[kept["what"]]
    parts = [f"## {title}", f"`python3 {kept['command']}`\n{where(kept)}."]
    parts += [part for part in (programs(kept), body(kept)) if part]
    return "\n\n".join(parts)


def write(results, out):
    parts = [INTRODUCTION]
    for what in SECTIONS:
        path = os.path.join(results, what + ".json")
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                parts.append(section(json.load(file)))
    devices = device_sections(results)
    parts += devices
    if not devices:
        parts.append("## Open\n\nNot measured yet; these need a GPU: `bash peers/on_device.sh` measures them.\n\n"
                     + table(["what", "wanted"], [list(row) for row in OPEN_ROWS]))
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n\n".join(parts) + "\n")
