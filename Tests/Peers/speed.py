"""Measures how fast Layers, PyTorch, JAX, ONNX Runtime, Keras and a learner's NumPy train and write.

    swift build --product course
    .build/peers/bin/python Tests/Peers/speed.py                   all cases; prints a table in Markdown
    .build/peers/bin/python Tests/Peers/speed.py --quick           one short round
    .build/peers/bin/python Tests/Peers/speed.py --only ours,pytorch --case 1

Every measurement is a process of its own, one after the other and never two at once: in a round each
library takes its turn, and a figure is the median of its rounds. A process trains for some seconds
after a warm-up and gives the median of its steps. All do the same work: an embedding of 64, LSTMs
whose state is carried from batch to batch, a dense layer over the symbols, cross-entropy, clipping by
the global norm to 5, and Adam, in single precision. Writing takes one symbol after the other, always
the most probable, with one thread; reading trains both directions over sentences of unequal length.
Ours is `course bench --json`. speed_peers.py holds the others, each as its best user would use it:
PyTorch writes with `LSTMCell` in TorchScript, JAX is compiled as a whole, ONNX Runtime is bound to its
memory.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRAINERS = ["ours", "pytorch", "jax", "keras", "numpy"]
WRITERS = ["ours", "onnx", "torchscript", "pytorch", "ours8", "onnx8"]
PEERS = list(dict.fromkeys(TRAINERS + WRITERS))


def case(task, hidden, layers=1, batch=32, length=64, threads=2, peers=TRAINERS, what=None):
    return {"task": task, "hidden": hidden, "layers": layers, "batch": batch, "length": length,
            "vocabulary": 96, "threads": threads, "peers": peers, "what": what}


GENERATE = {"task": "generate", "batch": 1, "length": 1, "threads": 1, "peers": WRITERS}
CASES = [
    case("train", 128, what="hidden 128, batch 32, length 64"),
    case("train", 256, what="hidden 256, batch 32, length 64"),
    case("train", 512, layers=2, batch=64, what="hidden 512, 2 layers, batch 64, length 64"),
    case("read", 128, peers=["ours", "pytorch"],
         what="hidden 128, both directions, 5 to 60 symbols, batch 32"),
    case(hidden=128, what="writing, hidden 128, one thread", **GENERATE),
    case(hidden=512, what="writing, hidden 512, one thread", **GENERATE),
    case("train", 128, threads=1, peers=["ours", "pytorch"],
         what="hidden 128, batch 32, length 64, one thread"),
]


def built_course():
    """Where `swift build` puts the program."""
    asked = subprocess.run(
        ["swift", "build", "--show-bin-path"], cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True)
    return Path(asked.stdout.strip()) / "course"


def measure(peer, case, options):
    """One measurement in a process of its own."""
    sizes = ["hidden", "layers", "vocabulary"]
    if peer in ["ours", "ours8"]:
        sizes += {"train": ["batch", "length", "threads"], "read": ["batch", "threads"],
                  "generate": []}[case["task"]]
        if case["task"] == "read":
            sizes.remove("layers")
        command = [options.course, "bench", "--json", "--task", case["task"]]
        for size in sizes:
            command += [f"--{size}", str(case[size])]
        if options.quick:
            command.append("--quick")
        if peer == "ours8":
            command += ["--bits", "8"]
    else:
        python = options.keras if peer == "keras" else sys.executable
        settings = {**case, "seconds": 1.5 if options.quick else 4}
        command = [python, Path(__file__).with_name("speed_peers.py"), peer, json.dumps(settings)]
    environment = dict(os.environ)
    for name in ["OMP", "MKL", "OPENBLAS"]:
        environment[f"{name}_NUM_THREADS"] = str(case["threads"])
    run = subprocess.run(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, timeout=900)
    if run.returncode != 0:
        sys.exit(f"{peer} could not be measured: {' '.join(map(str, command))}\n{run.stderr[-2000:]}")
    result = json.loads(run.stdout)
    return result[0] if peer in ["ours", "ours8"] else result


def rounds(case, peers, options):
    """Each peer's results, round by round."""
    results = {peer: [] for peer in peers}
    for number in range(options.rounds):
        for peer in peers:
            result = measure(peer, case, options)
            results[peer].append(result)
            print(f"{case['what']}, round {number + 1}, {peer}: "
                  f"{result['tokensPerSecond']:,.0f}", file=sys.stderr, flush=True)
    return results


# MARK: The table


def median(results, key="tokensPerSecond"):
    return statistics.median(result[key] for result in results)


def rounded(number):
    """Three significant digits, with commas."""
    digits = max(0, len(str(int(number))) - 3)
    return f"{round(number, -digits):,.0f}"


def ratio(results, ours, peer):
    """Ours over a peer's: of the medians, then the smallest and largest of a round."""
    if not {ours, peer} <= results.keys():
        return "–"
    rounds = [a["tokensPerSecond"] / b["tokensPerSecond"]
              for a, b in zip(results[ours], results[peer])]
    middle = median(results[ours]) / median(results[peer])
    spread = f" ({min(rounds):.2f}–{max(rounds):.2f})" if len(rounds) > 1 else ""
    return f"**{middle:.2f}**{spread}"


def row(case, results, names):
    """For each peer its rate, and how often ours stands in that."""
    def rate(peer):
        return rounded(median(results[peer])) if peer in results else "–"

    def compared(ours, peer):
        return f"{rate(peer)}; {ratio(results, ours, peer)}" if peer in results else "–"

    def memory(peer):
        return f"{median(results[peer], 'peakBytes') / 1e6:.0f}" if peer in results else "–"

    peak = f"{100 * median(results['ours'], 'peakFraction'):.0f} %" if "ours" in results else "–"
    return ([case["what"], rate("ours"), peak]
            + [rate(name) if name == "ours8" else compared("ours8" if name == "onnx8" else "ours", name)
               for name in names] + [", ".join(memory(name) for name in ["ours"] + names)])


def scaling(measured):
    """How much faster each is on two threads than on one, where both were measured."""
    rates = {}
    for case, results in measured:
        if case["task"] == "train" and (case["hidden"], case["layers"]) == (128, 1):
            for peer in results:
                rates.setdefault(peer, {})[case["threads"]] = median(results[peer])
    return {peer: by[2] / by[1] for peer, by in rates.items() if {1, 2} <= by.keys()}


NAMES = {"ours": "`Layers`", "pytorch": "PyTorch", "keras": "Keras", "numpy": "NumPy", "jax": "JAX",
         "onnx": "ONNX Runtime", "torchscript": "TorchScript", "ours8": "`Layers`, 8 bits",
         "onnx8": "ONNX Runtime, 8 bits"}


def show(measured, options):
    names = dict(NAMES)
    imported = {}
    for _, results in measured:
        for peer, list_ in results.items():
            if "version" in list_[0]:
                names[peer] = list_[0]["version"]
            if "importedBytes" in list_[0]:
                imported[peer] = median(list_, "importedBytes")
    for title, peers, is_written in [("training", TRAINERS, False), ("writing", WRITERS, True)]:
        chosen = [entry for entry in measured if (entry[0]["task"] == "generate") == is_written]
        others = [peer for peer in peers[1:] if any(peer in results for _, results in chosen)]
        if not chosen:
            continue
        heads = ([f"{title}, tokens a second", "`Layers`", "of peak"] + [names[peer] for peer in others]
                 + ["memory in MB, in this order"])
        print("| " + " | ".join(heads) + " |")
        print("|---" + "|---:" * (len(heads) - 1) + "|")
        for case, results in chosen:
            print("| " + " | ".join(row(case, results, others)) + " |")
        print()
    times = "once" if options.rounds == 1 else f"{options.rounds} times in turn, medians"
    print(f"Measured on {datetime.date.today():%d %B %Y} on {processor()}, each {times}, by "
          "`Tests/Peers/speed.py`: an embedding of 64, 96 symbols, Adam, clipping by the global norm, "
          "single precision, two threads unless it says one. Beside each peer's rate, in bold, how often it "
          "goes into that of `Layers`, with the smallest and largest of a round in parentheses. *Of peak* "
          "is the share of what the machine's multipliers can do, measured in the same process.")
    for peer, factor in scaling(measured).items():
        print(f"From one thread to two {NAMES[peer]} gains {factor:.2f}×.")
    for peer, bytes_ in imported.items():
        print(f"Of the memory of {names[peer]}, {bytes_ / 1e6:.0f} MB are taken by its import.")


def processor():
    name = platform.processor() or platform.machine()
    try:
        if sys.platform == "darwin":
            name = subprocess.check_output(
                ["sysctl", "-n", "machdep.cpu.brand_string"], text=True).strip()
        else:
            text = Path("/proc/cpuinfo").read_text()
            name = next(line.split(": ", 1)[1] for line in text.splitlines()
                        if line.startswith("model name"))
            if "avx512f" in text:
                name += " with AVX-512"
    except (OSError, StopIteration, subprocess.SubprocessError):
        pass
    return f"{name}, {os.cpu_count()} processors"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, help="5, or 1 with --quick")
    parser.add_argument("--only", default=",".join(PEERS), help="some of " + ", ".join(PEERS))
    parser.add_argument("--case", type=int, help=f"one case, 1 to {len(CASES)}")
    parser.add_argument("--course", help="the built program; without it, the debug build's")
    parser.add_argument("--keras", default=sys.executable, metavar="PYTHON",
                        help="which has Keras, and TensorFlow for Keras to run on")
    options = parser.parse_args()
    options.rounds = options.rounds or (1 if options.quick else 5)
    only = options.only.split(",")
    if unknown := set(only) - set(PEERS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; choose from {', '.join(PEERS)}")
    if options.case is not None and not 1 <= options.case <= len(CASES):
        parser.error(f"cases are 1 to {len(CASES)}")
    options.course = Path(options.course or built_course()).resolve()
    if "ours" in only and not options.course.exists():
        parser.error(f"there is no {options.course}: swift build --product course")
    load = os.getloadavg()[0]
    if load > 0.5:
        print(f"The machine is busy: its load is {load:.1f}. Ratios will be unsteady.",
              file=sys.stderr)
    measured = []
    for case in CASES if options.case is None else [CASES[options.case - 1]]:
        peers = [peer for peer in case["peers"] if peer in only]
        if peers:
            measured.append((case, rounds(case, peers, options)))
    show(measured, options)


if __name__ == "__main__":
    main()
