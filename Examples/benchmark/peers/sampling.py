"""Measures transformers' `generate` with its key-value cache, like `benchmark jobs --match sampling`.

Generates one sequence from a prompt of one token, two tokens fewer than the context holds, with the library's GPT-2. The
weights are random, which changes the text but not the time. Prints `name value` pairs on one line.
"""
import argparse
import statistics
import time

import torch
from transformers import GPT2Config, GPT2LMHeadModel


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sizes = dict(layers=4, heads=4, embedding=128, context=64, vocabulary=65, runs=5, threads=2)
    for name, value in sizes.items():
        parser.add_argument("--" + name, type=int, default=value)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1337)
    configuration = GPT2Config(
        vocab_size=a.vocabulary, n_positions=a.context, n_embd=a.embedding, n_layer=a.layers, n_head=a.heads
    )
    model = GPT2LMHeadModel(configuration).eval()
    prompt = torch.zeros(1, 1, dtype=torch.long)
    options = dict(do_sample=True, temperature=0.8, top_k=40, pad_token_id=0, eos_token_id=None)

    def tokens_per_second():
        start = time.perf_counter()
        written = model.generate(prompt, max_new_tokens=a.context - 2, **options)
        return (written.shape[1] - 1) / (time.perf_counter() - start)

    with torch.no_grad():
        tokens_per_second()  # warms up
        speeds = [tokens_per_second() for _ in range(a.runs)]
    print(f"tokens_per_second_median {statistics.median(speeds):.1f} tokens_per_second_best {max(speeds):.1f}")


main()
