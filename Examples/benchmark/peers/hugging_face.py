"""Checks the models that char-gpt exports and imports against Hugging Face's transformers.

The logits for random prompts must agree within 1e-4, all weights must load without a warning, and the tokenizer must
return our IDs and restore the text. Prints one line per check with the largest difference; exits with 1 if one fails.

    python hugging_face.py                      # everything, with models that it trains itself
    python hugging_face.py --model runs/mine    # a model of your own instead
    python hugging_face.py --references FOLDER  # only writes the tiny models that our tests use
"""
import argparse
import json
import logging
import os
import pathlib
import random
import shutil
import sys
import tempfile
import warnings

from compare import HERE, PROJECT, Parser, build, fail, run

try:
    import torch
    import transformers
    from safetensors.torch import load_file, save_file
    from tiny_models import LLAMAS, gpt2, llama, shake, write_references
    from transformers import AutoModelForCausalLM, AutoTokenizer
except ImportError as error:
    fail(66, f"this Python has no {error.name}", f"See {os.path.relpath(HERE / 'README.md')} for what it needs.")

TOLERANCE = 1e-4
# The models that are trained here and exported, and the options for them.
TRAINED = {
    "with biases": ["--preset", "gpt2", "--dropout", 0.1],
    "without biases": ["--preset", "gpt2", "--bias", "off"],
    "llama": ["--preset", "llama", "--groups", 1],
    "mistral": ["--preset", "llama", "--window", 5],
    "qwen3": ["--preset", "llama", "--qk-norm", "on", "--tied", "on"],
}
ODD = "tabs\tand\0nothing, e\u0301 \u00e9 \u212b \u00c5 \U0001f469\u200d\U0001f680 <|endoftext|> a , b . c 's \u2028\r\n   \n"


# Measures the time and peak memory of a command from a process that is small itself: the system's figure for a new
# process includes the memory of the process that started it.
COST = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:]).returncode
seconds = time.perf_counter() - start
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps([seconds, memory]))
sys.exit(status)
"""


class Complaints(logging.Handler):
    """Collects the warnings of transformers."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []
        transformers.logging.get_logger("transformers").addHandler(self)

    def emit(self, record):
        self.lines.append(record.getMessage())


class Checks:
    def __init__(self, char_gpt, folder):
        self.char_gpt, self.folder = char_gpt, folder
        self.complaints = Complaints()
        self.random = random.Random(1337)
        self.failures = 0

    def path(self, name):
        return str(self.folder / name)

    def report(self, name, passes, detail):
        self.failures += not passes
        print(f"{'ok  ' if passes else 'FAIL'}  {name}: {detail}", flush=True)

    def ours(self, *words):
        return run([self.char_gpt, *words])[0]

    def load(self, folder):
        """Loads a model; returns it and everything that went wrong."""
        self.complaints.lines.clear()
        model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
        wrong = [f"{name}: {sorted(map(str, value))}" for name, value in info.items() if value]
        return model.eval(), wrong + self.complaints.lines

    def prompts(self, configuration, count=200, longest=None):
        most = configuration.max_position_embeddings
        longest = min(longest or most, most)
        # The longest is one of them.
        lengths = [longest] + [self.random.randint(1, longest) for _ in range(count - 1)]
        return [[self.random.randrange(configuration.vocab_size) for _ in range(n)] for n in lengths]

    def difference(self, model, folder, prompts):
        """Returns the largest difference between any logit and that of our model in a folder, and the largest logit."""
        pathlib.Path(self.path("prompts.txt")).write_text("".join(" ".join(map(str, p)) + "\n" for p in prompts))
        self.ours("logits", self.path("prompts.txt"), "--model", folder, "--out", self.path("logits.safetensors"))
        scores = load_file(self.path("logits.safetensors"))
        worst, largest = 0.0, 0.0
        with torch.no_grad():
            for number, prompt in enumerate(prompts, start=1):
                expected = model(torch.tensor([prompt])).logits[0]
                found = scores.pop(str(number))
                if found.shape != expected.shape or not torch.isfinite(found).all():
                    return float("inf"), float("nan")
                worst = max(worst, (found - expected).abs().max().item())
                largest = max(largest, expected.abs().max().item())
        return worst, largest

    def compare(self, name, model, folder, wrong=(), **options):
        worst, largest = self.difference(model, folder, self.prompts(model.config, **options))
        detail = f"largest difference {worst:.1e} for logits up to {largest:.1f}"
        self.report(name, worst <= TOLERANCE and not wrong, "; ".join([detail, *wrong]))

    # Our models in transformers.

    def exported(self, name, source):
        target = self.path(f"{name} exported")
        self.ours("export", "--model", source, "--out", target, "--quiet")
        model, wrong = self.load(target)
        self.compare(f"{name}, exported", model, source, wrong)
        self.tokenizer(name, source, target)

        # Save with Python's own writer, and import the result.
        again, home = self.path(f"{name} saved again"), self.path(f"{name} imported again")
        model.save_pretrained(again)
        AutoTokenizer.from_pretrained(target).save_pretrained(again)
        self.ours("import", again, "--out", home, "--quiet")
        before, after = (load_file(os.path.join(f, "model.safetensors")) for f in (source, home))
        # A model without biases comes back with biases of 0.
        same = before.keys() <= after.keys() and all(
            torch.equal(before.get(name, torch.zeros_like(tensor)), tensor) for name, tensor in after.items()
        )
        vocabularies = [read_json(f, "tokenizer.json") for f in (source, home)]
        same_tokens = vocabularies[0] == vocabularies[1]
        detail = f"the same bits: {same}; the same tokens: {same_tokens}"
        self.report(f"{name}, saved by Python and imported", same and same_tokens, detail)
        return target

    def tokenizer(self, name, source, target):
        characters = read_json(source, "tokenizer.json")["vocabulary"]
        self.complaints.lines.clear()
        tokenizer = AutoTokenizer.from_pretrained(target)
        tokenizer.model_max_length = 10**9  # otherwise it warns about texts longer than the context
        texts = ["".join(characters), ODD, ""]
        texts += ["".join(self.random.choices(characters, k=self.random.randint(1, 300))) for _ in range(200)]
        known = set(characters)
        texts = ["".join(c for c in text if c in known) for text in texts]
        id_of = {c: i for i, c in enumerate(characters)}
        ids = [[id_of[c] for c in text] for text in texts]
        wrong = sum(tokenizer(t)["input_ids"] != i or tokenizer.decode(i) != t for t, i in zip(texts, ids))
        complaints = self.complaints.lines + [f"special tokens {t}" for t in tokenizer.all_special_tokens]
        sizes = f"{len(tokenizer)} tokens of {len(characters)} characters"
        passes = not wrong and not complaints and len(tokenizer) == len(characters)
        detail = f"{wrong} of {len(texts)} texts differ, {sizes}"
        self.report(f"{name}, tokenizer", passes, "; ".join([detail, *complaints]))

    def trained(self, name, *options):
        """Trains a model for one step on text with odd characters, then redraws its weights so all of them matter."""
        text = (PROJECT / "data" / "tern-valley.txt").read_text(encoding="utf-8") + ODD
        path, folder = self.path("text.txt"), self.path(name)
        pathlib.Path(path).write_bytes(text.encode())
        self.ours("train", path, "--out", folder, "--size", "tiny", "--steps", 1, "--quiet", *options)
        file = os.path.join(folder, "model.safetensors")
        weights = load_file(file)
        for tensor in weights.values():
            shake(tensor)
        save_file(weights, file, metadata={"format": "pt"})
        return folder

    # Their models in char-gpt.

    def imported(self, name, model, kind=torch.float32, is_bare=False, **options):
        """Imports a model that transformers saved in a number format, and compares it with what transformers loads."""
        source, target = self.path(f"{name} there"), self.path(f"{name} here")
        (model.base_model if is_bare else model).to(kind).save_pretrained(source)
        command = [str(self.char_gpt), "import", source, "--out", target, "--quiet"]
        seconds, memory = json.loads(run([sys.executable, "-c", COST, *command])[0].splitlines()[-1])
        size = os.path.getsize(os.path.join(target, "model.safetensors"))
        model, wrong = self.load(source)
        cost = f"{seconds:.1f} s and {memory / 1e6:.0f} MB for {size / 1e6:.1f} MB"
        self.compare(f"{name}, imported in {cost}", model, target, wrong, **options)
        return model, target

    # Planted faults that must be detected.

    def planted(self, name, model, folder):
        worst, _ = self.difference(model, folder, self.prompts(model.config, count=50))
        self.report(f"a planted fault is detected: {name}", worst > TOLERANCE, f"largest difference {worst:.1e}")

    def wrong_activation(self, model, folder):
        spoiled = shutil.copytree(folder, self.path("wrong activation"))
        file = pathlib.Path(spoiled, "config.json")
        file.write_text(file.read_text().replace('"gelu-tanh"', '"gelu"'))
        self.planted("gelu in place of gelu_new", model, spoiled)

    def swapped(self, source, exported):
        spoiled = shutil.copytree(exported, self.path("swapped"))
        file = os.path.join(spoiled, "model.safetensors")
        weights = load_file(file)
        q, k, v = weights["transformer.h.0.attn.c_attn.weight"].chunk(3, dim=1)
        weights["transformer.h.0.attn.c_attn.weight"] = torch.cat([k, q, v], dim=1)
        save_file(weights, file, metadata={"format": "pt"})
        self.planted("queries and keys swapped", self.load(spoiled)[0], source)


def read_json(folder, name):
    return json.loads(pathlib.Path(folder, name).read_text(encoding="utf-8"))


def main():
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", metavar="DIR", help="a run folder of your own (default: two that it trains)")
    parser.add_argument("--char-gpt", metavar="FILE", help="the built program (default: builds it)")
    parser.add_argument("--small", action="store_true", help="leave out the model as large as GPT-2")
    parser.add_argument("--references", metavar="FOLDER", help="only write the tiny models of the tests")
    arguments = parser.parse_args()
    torch.manual_seed(1337)
    if arguments.references:
        return write_references(arguments.references)
    warnings.simplefilter("error")
    warnings.simplefilter("ignore", ResourceWarning)
    transformers.logging.disable_progress_bar()
    char_gpt = arguments.char_gpt or pathlib.Path(build(["char-gpt"])) / "char-gpt"
    with tempfile.TemporaryDirectory() as folder:
        checks = Checks(pathlib.Path(char_gpt).resolve(), pathlib.Path(folder))
        print(f"torch {torch.__version__}, transformers {transformers.__version__}")
        if arguments.model:
            sources = {"your model": arguments.model}
        else:
            sources = {
                name: checks.trained(name, *options)
                for name, options in TRAINED.items()
            }
        folders = [(source, checks.exported(name, source)) for name, source in sources.items()]
        if not arguments.model:
            checks.swapped(*folders[0])

        sizes = dict(vocabulary=101, context=48, layers=3, width=36, heads=3)
        model, imported = checks.imported("gelu_new", gpt2(**sizes))
        checks.wrong_activation(model, imported)
        checks.imported("without an output layer", gpt2(**sizes), is_bare=True)
        checks.imported("an untied output layer", gpt2(**sizes, tie_word_embeddings=False, n_inner=50))
        for name, (kind, fields) in LLAMAS.items():
            checks.imported(name, llama(kind, **sizes | dict(heads=6, groups=2, inner=50), **fields))
        for kind in (torch.float16, torch.bfloat16):
            checks.imported(str(kind).removeprefix("torch."), gpt2(**sizes), kind=kind)
        if not arguments.small:
            large = gpt2(0.04, vocabulary=50257, context=1024, layers=12, width=768, heads=12)
            checks.imported("GPT-2's size", large, count=5, longest=40)
    sys.exit(1 if checks.failures else 0)


if __name__ == "__main__":
    main()
