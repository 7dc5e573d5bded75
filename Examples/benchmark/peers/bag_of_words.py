"""Compares Kindling's bag of words with scikit-learn's on this machine: counts, speed, and classifiers.

    python bag_of_words.py TEXT                       # one document per line: compares the counts and the speed
    python bag_of_words.py TEXT --tsv LABELLED        # also both classifiers, on lines of label, tab and text

Counting is timed inside both programs, from the text in memory to the matrix and the sorted vocabulary. Each round runs
ours and scikit-learn one right after the other, alternating which one begins. A ratio above 1 means that ours is
faster. The exit code is 1 if something differs that should be the same.
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
    import numpy as np
    import sklearn
    from sklearn.datasets import load_svmlight_file
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import confusion_matrix
    from sklearn.naive_bayes import MultinomialNB
except ImportError as error:
    compare.fail(66, f"this Python ({sys.executable}) has no {error.name}", "See README.md beside this file.")

# The tolerance at which scikit-learn's logistic regression reaches the minimum.
EXACT = 1e-8

# The ways to count: our options, and scikit-learn's.
WAYS = {
    "words": ([], {}),
    "words, 1 to 2": (["--ngrams", "1-2"], {"ngram_range": (1, 2)}),
    "words neither rare nor common": (
        ["--minimum-documents", "2", "--maximum-share", "0.6"],
        {"min_df": 2, "max_df": 0.6},
    ),
    "characters, 2 to 3": (["--characters", "--ngrams", "2-3"], {"analyzer": "char", "ngram_range": (2, 3)}),
}


class Comparison:
    def __init__(self, arguments):
        self.arguments = arguments
        print("building bag-of-words", file=sys.stderr)
        swift = ["swift", "build", "--package-path", str(compare.PROJECT)]
        compare.run([*swift, "--product", "bag-of-words"])
        self.program = pathlib.Path(compare.run([*swift, "--show-bin-path"])[0].strip()) / "bag-of-words"
        self.lines = pathlib.Path(arguments.text).read_bytes().decode("utf-8").split("\n")
        if self.lines[-1] == "":
            self.lines.pop()

    def ours(self, *words):
        return compare.run([self.program, *words, "--threads", self.arguments.threads])[0]

    def counts(self, folder):
        """Requires the same vocabulary and the same matrix for each way to count."""
        vocabulary, matrix = pathlib.Path(folder) / "vocabulary.json", pathlib.Path(folder) / "matrix.svm"
        for name, (options, settings) in WAYS.items():
            files = ["--order", "sorted", "--vocabulary", vocabulary, "--svmlight", matrix, "--quiet"]
            self.ours("vectors", self.arguments.text, *options, *files)
            vectorizer = CountVectorizer(**settings)
            expected = vectorizer.fit_transform(self.lines)
            if json.loads(vocabulary.read_text(encoding="utf-8"))["terms"] != list(vectorizer.get_feature_names_out()):
                compare.fail(1, f"{name}: the vocabularies differ")
            actual, _ = load_svmlight_file(str(matrix), n_features=expected.shape[1], zero_based=False)
            if actual.shape != expected.shape or (actual != expected).nnz != 0:
                compare.fail(1, f"{name}: the counts differ")
            print(f"{name}: the same {expected.shape[0]:,} x {expected.shape[1]:,} counts, {expected.nnz:,} nonzero")
        tfidf = TfidfVectorizer()
        expected = tfidf.fit_transform(self.lines)
        files = ["--order", "sorted", "--svmlight", matrix, "--quiet"]
        self.ours("vectors", self.arguments.text, "--values", "tf-idf", *files)
        actual, _ = load_svmlight_file(str(matrix), n_features=expected.shape[1], zero_based=False)
        difference = abs(actual - expected).max()
        if difference > 1e-6:
            compare.fail(1, f"tf-idf differs by {difference}")
        print(f"tf-idf: at most {difference:.1e} apart")

    def speed(self):
        def ours():
            return json.loads(self.ours("bench", self.arguments.text, "--repeats", "3", "--json"))["count_ms_median"]

        def theirs():
            times = []
            for _ in range(3):
                start = time.perf_counter()
                CountVectorizer().fit_transform(self.lines)
                times.append((time.perf_counter() - start) * 1e3)
            return statistics.median(times)

        results = ([], [])
        for number in range(self.arguments.rounds):
            for side in (0, 1) if number % 2 == 0 else (1, 0):
                results[side].append((ours, theirs)[side]())
        each = [b / a for a, b in zip(*results)]
        megabytes = sum(len(line.encode()) for line in self.lines) / 1e6
        speeds = [megabytes / statistics.median(side) * 1e3 for side in results]
        print(
            f"counting {megabytes:.1f} MB, {self.arguments.threads} threads: {speeds[0]:.1f} MB/s, scikit-learn "
            f"{sklearn.__version__} {speeds[1]:.1f} MB/s, ratio {speeds[0] / speeds[1]:.1f} "
            f"({min(each):.1f} to {max(each):.1f})"
        )

    def classifiers(self, folder):
        """Compares both classifiers on every fifth line, and requires the same confusion matrix.

        With scikit-learn's default tolerance, which stops short of the minimum, the matrix can differ by a text or two.
        """
        strays = []
        rows = [line.rstrip("\n").split("\t", 1) for line in open(self.arguments.tsv, encoding="utf-8", newline="\n")]
        labels, texts = np.array([row[0] for row in rows]), [row[1] for row in rows]
        held = np.arange(len(rows)) % 5 == 4
        for values, vectorizer in (("counts", CountVectorizer()), ("tf-idf", TfidfVectorizer())):
            x = vectorizer.fit_transform([text for text, is_held in zip(texts, held) if not is_held])
            z = vectorizer.transform([text for text, is_held in zip(texts, held) if is_held])
            for kind, peer in (
                ("naive-bayes", MultinomialNB()),
                ("logistic", LogisticRegression(max_iter=10000, tol=EXACT)),
                ("logistic", LogisticRegression(max_iter=10000)),
            ):
                peer.fit(x, labels[~held])
                out = pathlib.Path(folder) / "run"
                options = ["--classifier", kind, "--values", values, "--out", out, "--overwrite", "--quiet", "--json"]
                outcome = json.loads(self.ours("train", self.arguments.tsv, *options))
                is_same = outcome["held_out"]["confusion"] == confusion_matrix(labels[held], peer.predict(z)).tolist()
                tolerance = f" at tol={peer.tol}" if kind == "logistic" else ""
                if not is_same and (kind == "naive-bayes" or peer.tol == EXACT):
                    strays.append(f"{values}, {kind}{tolerance}: the confusion matrices differ")
                print(
                    f"{values}, {kind}: accuracy {outcome['held_out']['accuracy']:.4f}, scikit-learn "
                    f"{peer.score(z, labels[held]):.4f}{tolerance}; {'the same' if is_same else 'another'} matrix"
                )
        if strays:
            compare.fail(1, *strays)


def main():
    parser = compare.Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", help="a text file with one document per line")
    parser.add_argument("--tsv", help="lines of label, tab and text")
    parser.add_argument("--rounds", type=int, default=5, help="runs of each program (default: 5)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: all cores")
    arguments = parser.parse_args()
    for path in filter(None, (arguments.text, arguments.tsv)):
        if not os.path.isfile(path):
            compare.fail(66, f"no such file: {path}")
    for name in ("rounds", "threads"):
        if getattr(arguments, name) < 1:
            compare.fail(64, f"--{name} needs a whole number of at least 1")
    comparison = Comparison(arguments)
    with tempfile.TemporaryDirectory() as folder:
        comparison.counts(folder)
        comparison.speed()
        if arguments.tsv:
            comparison.classifiers(folder)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
