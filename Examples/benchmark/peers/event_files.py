"""Checks the event file that `char-gpt train --tensorboard` writes with TensorBoard's own reader.

It trains a tiny model, stops halfway, resumes, and reads `metrics.tfevents` with TensorBoard: every line of
`metrics.jsonl` must be there once, with its figures in single precision, and so must every line of `metrics.csv`.
TensorBoard's reader also checks the checksums. A file with one wrong byte must be noticed. Prints one line per check, and
exits with 1 if one fails.

    python event_files.py
    python event_files.py --char-gpt .build/debug/char-gpt    # one that is built already
"""
import csv
import json
import os
import pathlib
import struct
import sys
import tempfile

from compare import HERE, Parser, build, fail, run

try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.compat.tensorflow_stub.errors import DataLossError
    from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import PyRecordReader_New
except ImportError as error:
    fail(66, f"this Python has no {error.name}", f"See {os.path.relpath(HERE / 'README.md')} for what it needs.")

# The tags of TensorBoard and the fields of metrics.jsonl.
TAGS = {
    "loss/train": "train_loss", "loss/validation": "validation_loss", "training/learning_rate": "learning_rate",
    "training/gradient_norm": "gradient_norm", "training/tokens": "tokens",
}


def single(number):
    """Returns a number in single precision."""
    return struct.unpack("f", struct.pack("f", number))[0]


def records(path):
    """Reads the raw records of a file, whose checksums TensorBoard checks."""
    reader = PyRecordReader_New(str(path))
    found = []
    while True:
        try:
            reader.GetNext()
        except DataLossError:
            return found, False
        except Exception:  # The end of the file has a type of its own in each version.
            return found, True
        found.append(reader.record())


def main():
    parser = Parser(description=__doc__.splitlines()[0])
    parser.add_argument("--char-gpt", help="the program (default: it is built)")
    arguments = parser.parse_args()
    program = pathlib.Path(arguments.char_gpt or pathlib.Path(build()) / "char-gpt").resolve()
    failures = 0

    def report(name, passes, detail=""):
        nonlocal failures
        failures += not passes
        print(f"{'ok  ' if passes else 'FAIL'} {name}{': ' if detail else ''}{detail}")

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "text.txt").write_text("".join(f"the tide {i * 7919 % 1000} turns.\n" for i in range(400)))
        out = folder / "run"
        shape = ["--preset", "gpt2", "--layers", 1, "--heads", 1, "--embedding", 8, "--context", 16, "--batch", 2]
        run([program, "train", folder / "text.txt", "--out", out, "--steps", 60, "--evaluate-every", 20,
             "--tensorboard", "--csv", "--quiet", *shape])
        run([program, "train", "--resume", "--out", out, "--steps", 100, "--quiet"])
        lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
        events = EventAccumulator(str(out))
        events.Reload()
        report("the tags are those of the lines", set(events.Tags()["scalars"]) >= set(TAGS))
        for tag, field in TAGS.items():
            ours = [(line["step"], single(line[field])) for line in lines if field in line]
            theirs = [(event.step, event.value) for event in events.Scalars(tag)]
            report(f"{tag} is that of metrics.jsonl", ours == theirs, f"{len(theirs)} figures")
        with open(out / "metrics.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        report("metrics.csv has all lines", [int(row["step"]) for row in rows] == [line["step"] for line in lines])
        report("its losses have all their digits", all(
            float(row["train_loss"]) == line["train_loss"] for row, line in zip(rows, lines) if "train_loss" in line))
        path = out / "metrics.tfevents"
        found, is_whole = records(path)
        report("all records have their checksums", is_whole and len(found) == len(lines) + 1, f"{len(found)} records")
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        found, is_whole = records(path)
        report("a wrong byte is noticed", not is_whole and len(found) < len(lines) + 1)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
