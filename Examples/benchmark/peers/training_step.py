"""Times one training step of a small GPT in PyTorch, like `char-gpt bench`.

With `--preset gpt2`: pre-norm blocks without biases, exact GELU, learned positions, and the output layer tied to the
token embedding, as with `--no-bias`. With `--preset modern`: the parts of modern_gpt.py, with `--memory 6` also its
tables, which Adagrad updates sparsely. All else is AdamW's, with weight decay on matrices only, and gradients are
clipped at norm 1. A step is timed from drawing a batch to the updated parameters. Prints `name value` pairs on one line, as `char-gpt bench` does.
"""
import argparse
import math
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F

from modern_gpt import ModernGPT


class Block(nn.Module):
    def __init__(self, width, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.norm1 = nn.LayerNorm(width, bias=False)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)
        self.norm2 = nn.LayerNorm(width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x):
        B, T, C = x.shape
        parts = self.qkv(self.norm1(x)).view(B, T, 3, self.heads, C // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)  # three of (B, H, T, D)
        mixed = F.scaled_dot_product_attention(q, k, v, dropout_p=self.dropout, is_causal=True)
        mixed = mixed.transpose(1, 2).reshape(B, T, C)
        x = x + F.dropout(self.output(mixed), self.dropout)
        return x + F.dropout(self.down(F.gelu(self.up(self.norm2(x)))), self.dropout)


class GPT(nn.Module):
    def __init__(self, vocabulary, context, layers, heads, width, dropout):
        super().__init__()
        self.dropout = dropout
        self.token = nn.Embedding(vocabulary, width)
        self.position = nn.Embedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width, bias=False)
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2:
                is_residual = "output" in name or "down" in name
                nn.init.normal_(parameter, std=0.02 / (math.sqrt(2 * layers) if is_residual else 1))

    def tables(self):
        return []

    def loss(self, ids, targets):
        x = F.dropout(self.token(ids) + self.position.weight[: ids.shape[1]], self.dropout)
        for block in self.blocks:
            x = block(x)
        logits = F.linear(self.norm(x), self.token.weight)
        return F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", required=True)
    sizes = dict(layers=4, heads=4, embedding=128, context=64, batch=12, steps=60, threads=2, seed=1337)
    for name, value in sizes.items():
        parser.add_argument("--" + name, type=int, default=value)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--preset", choices=["gpt2", "modern"], default="gpt2")
    parser.add_argument("--memory", type=int, default=0)
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)

    with open(a.text, encoding="utf-8") as file:
        text = file.read()
    number = {character: i for i, character in enumerate(sorted(set(text)))}
    tokens = torch.tensor([number[character] for character in text])
    if a.preset == "gpt2":
        model = GPT(len(number), a.context, a.layers, a.heads, a.embedding, a.dropout)
    else:
        model = ModernGPT(len(number), a.context, a.layers, a.heads, a.embedding, a.memory)
    tables = model.tables()
    parameters = [p for p in model.parameters() if not any(p is table for table in tables)]
    sparse = torch.optim.Adagrad(tables, lr=10) if tables else None
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": 0.1},
            {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0},
        ],
        lr=1e-3,
        betas=(0.9, 0.99),
    )

    def step():
        starts = torch.randint(len(tokens) - a.context, (a.batch,)).tolist()
        windows = torch.stack([tokens[i : i + a.context + 1] for i in starts])
        loss = model.loss(windows[:, :-1], windows[:, 1:])
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if sparse is not None:
            sparse.step()
            sparse.zero_grad(set_to_none=True)
        return loss.item()  # as in a training loop that prints its loss

    times = []
    for _ in range(a.steps):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    settled = times[min(5, len(times) - 1) :]  # as `char-gpt bench` does
    median = statistics.median(settled)
    print(
        f"step_ms_median {median * 1e3:.4f} step_ms_best {min(settled) * 1e3:.4f} "
        f"tokens_per_second {a.batch * a.context / median:.0f}"
    )


main()
