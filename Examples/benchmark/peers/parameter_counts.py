"""Checks the parameters that `char-gpt parameters --family` counts against Hugging Face's transformers.

Each GPT-2 and each Llama is created on torch's meta device, where its weights take no memory. All three counts must be
the same: what is stored, what remains without the tables, and what a tied table adds when it counts twice. Prints one
line per model, and exits with 1 if a count differs.

    python parameter_counts.py
    python parameter_counts.py --char-gpt .build/debug/char-gpt    # one that is built already
"""
import json
import os
import pathlib
import sys

from compare import HERE, Parser, build, fail, run

try:
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM
except ImportError as error:
    fail(66, f"this Python has no {error.name}", f"See {os.path.relpath(HERE / 'README.md')} for what it needs.")

# What the JSON of char-gpt does not have: the width inside of feed-forward layers, and the heads of keys and values.
INNER = {
    "llama": {"7B": 11008, "13B": 13824, "33B": 17920, "65B": 22016},
    "llama2": {"7B": 11008, "13B": 13824, "70B": 28672},
    "llama3": {"8B": 14336, "70B": 28672, "405B": 53248},
}
GROUPS = {("llama2", "70B"): 8, ("llama3", "8B"): 8, ("llama3", "70B"): 8, ("llama3", "405B"): 8}


def peer(family, model):
    """Returns the model as transformers builds it, without memory."""
    sizes = dict(vocab_size=model["vocabulary"])
    with torch.device("meta"):
        if family == "gpt2":
            return GPT2LMHeadModel(GPT2Config(
                **sizes, n_positions=model["context"], n_embd=model["embedding"], n_layer=model["layers"],
                n_head=model["heads"]))
        return LlamaForCausalLM(LlamaConfig(
            **sizes, max_position_embeddings=model["context"], hidden_size=model["embedding"],
            num_hidden_layers=model["layers"], num_attention_heads=model["heads"],
            num_key_value_heads=GROUPS.get((family, model["name"]), model["heads"]),
            intermediate_size=INNER[family][model["name"]], tie_word_embeddings=False))


def counts(peer):
    """Returns the three counts of a model of transformers, with our names."""
    unique = peer.num_parameters()
    head = peer.get_output_embeddings().weight
    is_tied = head is peer.get_input_embeddings().weight
    # This leaves out the tables that are looked up; an output layer of its own is left out here.
    without = peer.num_parameters(exclude_embeddings=True) - (0 if is_tied else head.numel())
    return {
        "all": unique + (head.numel() if is_tied else 0), "unique": unique, "without_embeddings": without,
    }


def main():
    parser = Parser(description=__doc__.splitlines()[0])
    parser.add_argument("--char-gpt", help="the program (default: it is built)")
    arguments = parser.parse_args()
    program = arguments.char_gpt or pathlib.Path(build()) / "char-gpt"
    failures = 0
    for family in ["gpt2", *INNER]:
        answer = json.loads(run([program, "parameters", "--family", family, "--json"])[0])
        for model in answer["models"]:
            ours, theirs = model["totals"], counts(peer(family, model))
            failures += ours != theirs
            detail = f"{ours['unique']:,}" if ours == theirs else f"ours {ours}, theirs {theirs}"
            print(f"{'ok  ' if ours == theirs else 'FAIL'} {family} {model['name']}: {detail}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
