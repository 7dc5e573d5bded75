"""Compares Kindling's Word2Vec with gensim's on this machine: speed, quality of the vectors, and files.

    python word2vec.py TEXT                  # words separated by spaces, one sentence per line

Both learn skip-gram vectors with negative sampling, with the same settings and number of threads. Each round has its
own seed and trains ours and gensim one right after the other, alternating which one begins. Ours is timed as a whole
process, which also saves its run; gensim is timed from the file to the trained model. Words per second count every word
of the text in each epoch. The vectors are then evaluated by the rank correlation with the word pairs that come with
gensim. A ratio above 1 means that ours is faster. The exit code is 1 if our vectors are worse by more than 0.01, or if
gensim finds other similarities in our files.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

import compare

try:
    import gensim
    from gensim.models import KeyedVectors, Word2Vec
    from gensim.test.utils import datapath
except ImportError as error:
    compare.fail(66, f"this Python ({sys.executable}) has no {error.name}", "See README.md beside this file.")

PAIRS = ("wordsim353.tsv", "simlex999.txt")


def judged(vectors):
    """Returns Spearman's correlation with human scores of word pairs, for each list."""
    return [vectors.evaluate_word_pairs(datapath(name))[1][0] for name in PAIRS]


class Comparison:
    def __init__(self, arguments, folder):
        self.arguments, self.run = arguments, pathlib.Path(folder) / "run"
        print("building word2vec", file=sys.stderr)
        swift = ["swift", "build", "--package-path", str(compare.PROJECT)]
        compare.run([*swift, "--product", "word2vec"])
        self.program = pathlib.Path(compare.run([*swift, "--show-bin-path"])[0].strip()) / "word2vec"
        with open(arguments.text, encoding="utf-8") as file:
            self.words = sum(len(line.split()) for line in file) * arguments.epochs

    def ours(self, seed):
        """Trains ours, and returns the words per second and the correlations."""
        a = self.arguments
        options = {
            "--embedding": a.dimensions, "--window": a.window, "--negative": a.negative, "--epochs": a.epochs,
            "--minimum-count": a.minimum_count, "--pattern": "spaces", "--sentences": "line", "--seed": seed,
            "--threads": a.threads, "--out": self.run,
        }  # fmt: skip
        words = [word for pair in options.items() for word in pair]
        start = time.perf_counter()
        compare.run([self.program, "train", a.text, *words, "--overwrite", "--quiet", "--json"])
        seconds = time.perf_counter() - start
        return self.words / seconds, judged(KeyedVectors.load_word2vec_format(self.run / "vectors.txt"))

    def theirs(self, seed):
        a = self.arguments
        start = time.perf_counter()
        model = Word2Vec(
            corpus_file=a.text, vector_size=a.dimensions, window=a.window, negative=a.negative, sg=1, sample=1e-3,
            workers=a.threads, epochs=a.epochs, min_count=a.minimum_count, seed=seed,
        )  # fmt: skip
        seconds = time.perf_counter() - start
        return self.words / seconds, judged(model.wv)

    def travels(self):
        """Requires that gensim finds the same similarities as we do in our text and binary files."""
        binary = self.run.parent / "vectors.bin"
        compare.run([self.program, "export", "--model", self.run, "--format", "binary", "--out", binary, "--quiet"])
        files = [(self.run / "vectors.txt", False), (binary, True)]
        tables = [KeyedVectors.load_word2vec_format(path, binary=is_binary) for path, is_binary in files]
        words = [word for word in tables[0].index_to_key if word.isalpha()]
        largest = 0
        for a, b in zip(words[100:150], words[150:200]):
            answer = compare.run([self.program, "similarity", a, b, "--model", self.run, "--json", "--quiet"])[0]
            own = json.loads(answer)["similarity"]
            largest = max([largest] + [abs(table.similarity(a, b) - own) for table in tables])
        print(f"text and binary files in gensim: similarities of 50 pairs at most {largest:.1e} apart")
        if largest > 1e-5:
            compare.fail(1, "the similarities differ")

    def all(self):
        results = ([], [])
        for number in range(self.arguments.rounds):
            print(f"round {number + 1} of {self.arguments.rounds}", file=sys.stderr)
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                results[side].append((self.ours, self.theirs)[side](number + 1))
        speeds = [[result[0] for result in side] for side in results]
        each = [a / b for a, b in zip(*speeds)]
        medians = [statistics.median(side) for side in speeds]
        print(
            f"{medians[0]:,.0f} words/s, gensim {gensim.__version__} {medians[1]:,.0f} words/s, ratio "
            f"{medians[0] / medians[1]:.2f} ({min(each):.2f} to {max(each):.2f}), {self.arguments.threads} threads"
        )
        worse = []
        for index, name in enumerate(PAIRS):
            ours, theirs = (statistics.mean(result[1][index] for result in side) for side in results)
            print(f"{name}: mean Spearman over {self.arguments.rounds} seeds {ours:.3f}, gensim {theirs:.3f}")
            if ours < theirs - 0.01:
                worse.append(f"{name}: our vectors are worse")
        self.travels()
        if worse:
            compare.fail(1, *worse)


def main():
    parser = compare.Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="a text file with one sentence per line and words separated by spaces")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: all cores")
    for name, value in dict(rounds=3, dimensions=100, window=5, negative=5, epochs=5, minimum_count=5).items():
        parser.add_argument("--" + name.replace("_", "-"), type=int, default=value, help=f"default: {value}")
    arguments = parser.parse_args()
    if not os.path.isfile(arguments.text):
        compare.fail(66, f"no such file: {arguments.text}")
    for name, value in vars(arguments).items():
        if name != "text" and value < 1:
            compare.fail(64, f"--{name.replace('_', '-')} needs a whole number of at least 1")
    with tempfile.TemporaryDirectory() as folder:
        Comparison(arguments, folder).all()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
