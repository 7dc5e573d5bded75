"""Runs Kindling and its peers in turn on this machine, and prints the Markdown table that the project's README quotes.

Each round runs ours and the peer one right after the other, because the speed of a machine varies. The table has the
medians, their ratio, and the smallest and largest ratio of a round. A ratio above 1 means that ours is better.

    python compare.py                                   # everything
    python compare.py --jobs step-small --rounds 9
"""
import argparse
import collections
import datetime
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
SIZES = {
    "small": dict(layers=4, heads=4, embedding=128, context=64),
    "baby": dict(layers=6, heads=6, embedding=384, context=256),
}
BATCH = {"small": dict(batch=12, dropout=0, steps=60), "baby": dict(batch=64, dropout=0.2, steps=3)}
# The sizes of `char-gpt --preset modern`, with and without its memory of n-grams.
MODERN = {"modern": 0, "modern-memory": 6}
MODERN_SIZES = dict(layers=3, heads=3, embedding=96, context=128, batch=6)
JOBS = [f"{job}-{model}" for job in ("step", "memory", "sampling", "products") for model in ("small", "baby")]
JOBS.remove("memory-small")
JOBS += [f"step-{model}" for model in MODERN]

# A row of the table: a job, its unit, and the results of each round.
Row = collections.namedtuple("Row", "job peer unit ours theirs")


def fail(code, *lines):
    print(f"{pathlib.Path(sys.argv[0]).name}: " + "\n".join(lines), file=sys.stderr)
    sys.exit(code)


class Parser(argparse.ArgumentParser):
    def error(self, message):
        fail(64, message, f"See {self.prog} --help")


def run(command):
    """Returns the standard output of a command and its peak memory in bytes."""
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=errors, text=True)
        try:
            output = process.stdout.read()
        except KeyboardInterrupt:
            process.kill()
            raise
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        if process.returncode != 0:
            errors.seek(0)
            last = errors.read().strip().splitlines()[-3:]
            fail(70, f"{command[0]} {command[1]} ended with exit code {process.returncode}", *last)
    # Linux counts in kilobytes, macOS in bytes.
    return output, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def pairs(output):
    """Returns the figures of a line of `name value` pairs."""
    words = output.split()
    return {name: float(value) for name, value in zip(words[::2], words[1::2])}


def options(sizes):
    return [word for name, value in sizes.items() for word in ("--" + name, value)]


class Comparison:
    def __init__(self, arguments):
        self.threads, self.rounds, self.text = arguments.threads, arguments.rounds, arguments.text
        try:
            self.vocabulary = len(set(pathlib.Path(self.text).read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            fail(65, f"{self.text} is not UTF-8")
        self.products = pathlib.Path(build())

    def ours(self, executable, *words):
        return run([self.products / executable, *words, "--threads", self.threads])

    def peer(self, script, *words):
        return run([sys.executable, HERE / script, *words, "--threads", self.threads])

    def in_turn(self, job, ours, theirs):
        """Returns the results of both in each round, alternating which one begins."""
        results = ([], [])
        for number in range(self.rounds):
            print(f"{job}: round {number + 1} of {self.rounds}", file=sys.stderr)
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                results[side].append((ours, theirs)[side]())
        return results

    def steps(self, model, wanted):
        """Returns the rows of the training step: its time, its memory, or both from the same runs."""
        shape = options({**SIZES[model], **BATCH[model]})

        def figures(result):
            return pairs(result[0])["step_ms_median"], result[1] / 1e6

        ours, theirs = self.in_turn(
            "training step, " + model,
            lambda: figures(
                self.ours("char-gpt", "bench", "--preset", "gpt2", "--no-bias", *shape, "--vocabulary", self.vocabulary)
            ),
            lambda: figures(self.peer("training_step.py", *shape, "--text", self.text)),
        )
        rows = []
        for index, kind, name, unit in (
            (0, "step", f"one training step, {model} model, without biases", "ms"),
            (1, "memory", f"peak memory of that training, {model} model", "MB"),
        ):
            if f"{kind}-{model}" in wanted:
                rows.append(Row(name, "PyTorch", unit, [r[index] for r in ours], [r[index] for r in theirs]))
        return rows

    def modern_step(self, model):
        """Returns the row of the training step of the modern form."""
        shape = options({**MODERN_SIZES, "memory": MODERN[model], "steps": 100}) + ["--preset", "modern"]
        ours, theirs = self.in_turn(
            "training step, " + model,
            lambda: pairs(self.ours("char-gpt", "bench", *shape, "--vocabulary", self.vocabulary)[0])["step_ms_median"],
            lambda: pairs(self.peer("training_step.py", *shape, "--text", self.text)[0])["step_ms_median"],
        )
        name = "one training step, modern form" + (", with its memory" if MODERN[model] else "")
        return [Row(name, "PyTorch", "ms", ours, theirs)]

    def sampling(self, model):
        def figure():
            words = ["jobs", "--match", "sampling", "--preset", model, "--no-scaling", "--json", "--quiet"]
            (job,) = json.loads(self.ours("benchmark", *words)[0])["jobs"]
            return job["figures"][0]["tokens_per_second_median"]

        shape = options({**SIZES[model], "vocabulary": 65})
        ours, theirs = self.in_turn(
            "sampling, " + model,
            figure,
            lambda: pairs(self.peer("sampling.py", *shape)[0])["tokens_per_second_median"],
        )
        return [Row(f"sampling one text, {model} model", "transformers", "tokens/s", ours, theirs)]

    def matrix_products(self, model):
        """Times each product of a layer and of the head, and adds up the times."""
        shapes = []

        def ours():
            words = ["kernels", "--preset", model, "--no-scaling", "--seconds", "0.1", "--json", "--quiet"]
            kernels = json.loads(self.ours("benchmark", *words)[0])["kernels"]
            # The size of a product is rows x inputs x outputs; all other kernels have two or four numbers.
            products = [kernel for kernel in kernels if kernel["size"].count(" x ") == 2]
            shapes[:] = list(dict.fromkeys(kernel["size"].replace(" x ", "x") for kernel in products))
            return sum(kernel["figures"][0]["milliseconds"] for kernel in products)

        def theirs():
            lines = self.peer("matrix_product.py", *shapes, "--seconds", "0.1")[0].splitlines()
            return sum(float(line.split()[2]) for line in lines)

        name = f"the 15 matrix products of a layer and the head, {model} model"
        return [Row(name, "PyTorch", "ms", *self.in_turn("matrix products, " + model, ours, theirs))]

    def rows(self, wanted):
        for model in SIZES:
            if {f"step-{model}", f"memory-{model}"} & set(wanted):
                yield from self.steps(model, wanted)
        for model in MODERN:
            if f"step-{model}" in wanted:
                yield from self.modern_step(model)
        for model in SIZES:
            if f"sampling-{model}" in wanted:
                yield from self.sampling(model)
        for model in SIZES:
            if f"products-{model}" in wanted:
                yield from self.matrix_products(model)

    def introduction(self):
        machine = json.loads(self.ours("benchmark", "machine", "--json")[0])["machine"]
        swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout.splitlines()[0]
        versions = [f"{name} {importlib.metadata.version(name)}" for name in installed()]
        return (
            f"{machine['cpu']}, {machine['cores']} cores, {machine['instructions']}; {self.threads} threads; "
            f"{datetime.date.today()}; "
            f"medians of {self.rounds} {'run' if self.rounds == 1 else 'runs'} of each in turn.\n"
            f"{swift}; Python {platform.python_version()}, {', '.join(versions)}."
        )


def row(r):
    """Returns a row of the Markdown table. More is better for speeds, less for times and memory."""

    def ratio(ours, theirs):
        return ours / theirs if r.unit == "tokens/s" else theirs / ours

    def figure(values):
        value = statistics.median(values)
        return f"{value:,.0f} {r.unit}" if value >= 1000 else f"{value:.3g} {r.unit}"

    each = [ratio(*pair) for pair in zip(r.ours, r.theirs)]
    of_medians = ratio(statistics.median(r.ours), statistics.median(r.theirs))
    return (
        f"| {r.job} | {figure(r.ours)} | {figure(r.theirs)} ({r.peer}) | {of_medians:.2f} "
        f"| {min(each):.2f} to {max(each):.2f} |"
    )


def installed():
    return [name for name in ("torch", "transformers") if importlib.util.find_spec(name)]


def require(wanted):
    needed = ["torch"] + (["transformers"] if any("sampling" in job for job in wanted) else [])
    missing = [name for name in needed if name not in installed()]
    if missing:
        requirements = os.path.relpath(HERE / "requirements.txt")
        fail(
            66,
            f"this Python ({sys.executable}) has no {' and no '.join(missing)}",
            f"Create an environment with them: python3 -m venv ~/peers && ~/peers/bin/pip install -r {requirements}",
        )


def build(products=("char-gpt", "benchmark")):
    """Builds our programs, and returns the folder that they are in."""
    print("building " + " and ".join(products), file=sys.stderr)
    swift = ["swift", "build", "--package-path", str(PROJECT)]
    try:
        for product in products:
            run([*swift, "--product", product])
        return run([*swift, "--show-bin-path"])[0].strip()
    except FileNotFoundError:
        fail(66, "swift was not found on the path", "Get a toolchain at https://www.swift.org/install/")


def main():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", nargs="+", choices=JOBS, default=JOBS, metavar="JOB", help=", ".join(JOBS))
    parser.add_argument("--rounds", type=int, default=5, help="runs of each program (default: 5)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: all cores")
    parser.add_argument("--text", default=str(PROJECT / "data" / "tern-valley.txt"), help="PyTorch's training text")
    arguments = parser.parse_args()
    for name in ("rounds", "threads"):
        if getattr(arguments, name) < 1:
            fail(64, f"--{name} needs a whole number of at least 1")
    if not os.path.isfile(arguments.text):
        fail(66, f"no such file: {arguments.text}")
    require(arguments.jobs)
    # OpenMP's threads wait for each other at every step, so one busy core slows PyTorch down many times.
    if os.getloadavg()[0] > 0.5:
        print(f"this machine is busy (load {os.getloadavg()[0]:.1f}), which slows the peers down most", file=sys.stderr)
    comparison = Comparison(arguments)
    lines = [row(r) for r in comparison.rows(arguments.jobs)]
    print(comparison.introduction() + "\n")
    print("| job | Kindling | peer | ratio | pair by pair |\n| --- | --- | --- | --- | --- |")
    print("\n".join(lines))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
