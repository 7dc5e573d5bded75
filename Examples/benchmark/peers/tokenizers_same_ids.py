"""Checks that tokenizers give the same IDs as Hugging Face's tokenizers and SentencePiece, on a whole text.

Both sides train a tokenizer of each kind; each then reads the other's file, and the IDs of the whole text must be the same.
Prints one line per check; exits with 1 if one fails.

    python tokenizers_same_ids.py                          # every kind, on data/tern-valley.txt
    python tokenizers_same_ids.py brown.txt --vocabulary 4096 --kinds wordpiece unigram
"""
import pathlib
import sys
import tempfile

from compare import HERE, PROJECT, Parser, build, fail, run

try:
    import numpy as np
    import sentencepiece
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
except ImportError as error:
    fail(66, f"this Python has no {error.name}", f"See {(HERE / 'README.md').relative_to(PROJECT)} for what it needs.")

BERT = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def byte_pair(text, size):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train([text], trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    return tokenizer


def wordpiece(text, size):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.train([text], trainers.WordPieceTrainer(vocab_size=size, special_tokens=BERT, show_progress=False))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")])
    return tokenizer


def unigram(text, size):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train([text], trainers.UnigramTrainer(
        vocab_size=size, unk_token="<unk>", special_tokens=["<unk>", "<s>", "</s>"], show_progress=False))
    return tokenizer


KINDS = {"byte-pair": byte_pair, "wordpiece": wordpiece, "unigram": unigram}


class Check:
    def __init__(self, text, size, folder):
        self.text, self.size, self.folder = text, size, folder
        self.program = pathlib.Path(build(["tokenizer"])) / "tokenizer"
        self.passed = True

    def ours(self, tokenizer):
        """Returns the IDs of the whole text, from a file with a header of 64 bytes that says how wide they are."""
        ids = self.folder / "ids"
        run([self.program, "encode", self.text, "--tokenizer", tokenizer, "--out", ids, "--overwrite", "--quiet"])
        contents = ids.read_bytes()
        width = int.from_bytes(contents[12:16], "little")
        return np.frombuffer(contents[64:], dtype=f"<u{width}").astype(np.int64)

    def compare(self, name, tokenizer, encode):
        ours, theirs = self.ours(tokenizer), np.array(encode(self.text.read_text(encoding="utf-8")), dtype=np.int64)
        same = len(ours) == len(theirs) and bool((ours == theirs).all())
        self.passed = self.passed and same
        count = min(len(ours), len(theirs))
        differing = np.flatnonzero(ours[:count] != theirs[:count])
        place = "" if same else f": first at token {differing[0] if len(differing) else count}"
        print(f"{'same' if same else 'DIFFERENT'}  {name}, {len(theirs):,} tokens{place}", flush=True)

    def kind(self, name):
        theirs = self.folder / f"their-{name}"
        theirs.mkdir()
        tokenizer = KINDS[name](str(self.text), self.size)
        tokenizer.save(str(theirs / "tokenizer.json"))
        self.compare(f"{name}, their file", theirs, lambda text: tokenizer.encode(text, add_special_tokens=False).ids)
        ours = self.folder / f"our-{name}"
        run([self.program, "train", self.text, "--kind", name, "--vocabulary", self.size, "--out", ours, "--quiet"])
        read = Tokenizer.from_file(str(ours / "tokenizer.json"))
        self.compare(f"{name}, our file", ours, lambda text: read.encode(text, add_special_tokens=False).ids)

    def sentencepiece(self, rule):
        prefix = self.folder / f"sentencepiece-{rule}"
        sentencepiece.SentencePieceTrainer.train(
            input=str(self.text), model_prefix=str(prefix), vocab_size=self.size, model_type="unigram",
            normalization_rule_name=rule, byte_fallback=True, minloglevel=2)
        processor = sentencepiece.SentencePieceProcessor(model_file=f"{prefix}.model")
        # SentencePiece adds scores in single precision, which is exact enough for a line, not for a whole text.
        words = self.text.read_text(encoding="utf-8").split()
        lines = [" ".join(words[start:start + 50]) for start in range(0, len(words), 50)]
        joined = self.folder / "joined.txt"
        joined.write_text(" ".join(lines), encoding="utf-8")
        everything, self.text = self.text, joined
        self.compare(
            f"SentencePiece's model, {rule}", f"{prefix}.model",
            lambda _: [token for line in lines for token in processor.encode(line)])
        self.text = everything


def main():
    parser = Parser(description=__doc__.splitlines()[0])
    parser.add_argument("text", nargs="?", type=pathlib.Path, default=PROJECT / "data" / "tern-valley.txt")
    parser.add_argument("--vocabulary", type=int, default=2000)
    parser.add_argument("--kinds", nargs="+", choices=[*KINDS, "sentencepiece"], default=[*KINDS, "sentencepiece"])
    arguments = parser.parse_args()
    if not arguments.text.is_file():
        fail(66, f"no such file: {arguments.text}")
    with tempfile.TemporaryDirectory() as folder:
        check = Check(arguments.text, arguments.vocabulary, pathlib.Path(folder))
        for kind in arguments.kinds:
            if kind == "sentencepiece":
                check.sentencepiece("identity")
                check.sentencepiece("nmt_nfkc")
            else:
                check.kind(kind)
    sys.exit(0 if check.passed else 1)


if __name__ == "__main__":
    main()
