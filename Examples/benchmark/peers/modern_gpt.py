"""The GPT of `char-gpt --preset modern` in PyTorch, part by part, for training_step.py."""
import torch
from torch import nn
from torch.nn import functional as F


def rms_norm(x):
    return F.rms_norm(x, (x.shape[-1],), eps=1e-5)


def rotated(x, cosines, sines):
    """Rotates pairs of channels, half a head apart: x is (B, H, T, D)."""
    first, second = x.chunk(2, dim=-1)
    return torch.cat((first * cosines - second * sines, second * cosines + first * sines), dim=-1)


class ModernBlock(nn.Module):
    def __init__(self, vocabulary, width, heads):
        super().__init__()
        self.heads = heads
        self.mix = nn.Parameter(torch.tensor([1.0, 0.0]))
        self.values = nn.Embedding(vocabulary, width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.output = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)

    def forward(self, x, ids, start, cosines, sines):
        B, T, C = x.shape
        x = self.mix[0] * x + self.mix[1] * start
        q, k, v = self.qkv(rms_norm(x)).chunk(3, dim=-1)
        v = v + self.values(ids)
        q, k, v = (part.view(B, T, self.heads, C // self.heads).transpose(1, 2) for part in (q, k, v))
        q, k = (rotated(rms_norm(part), cosines, sines) for part in (q, k))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.output(mixed.transpose(1, 2).reshape(B, T, C))
        return x + self.down(F.relu(self.up(rms_norm(x))).square())


class Memory(nn.Module):
    """Two tables per order of n-grams, of which each training step updates one, chosen by the place in the text."""

    def __init__(self, longest, rows=1 << 16, width=32):
        super().__init__()
        self.rows, self.width = rows, width
        self.tables = nn.ModuleList(nn.Embedding(2 * rows, width, sparse=True) for _ in range(2, longest + 1))
        for table in self.tables:
            nn.init.zeros_(table.weight)

    def forward(self, x, ids):
        places = x.shape[-1] // self.width
        half = (torch.rand(ids.shape) < 0.5).long() * self.rows
        hashed = ids
        for number, table in enumerate(self.tables):
            hashed = (hashed[:, 1:] * 1_000_003 + ids[:, : hashed.shape[1] - 1]) % 2_147_483_647
            row = hashed % self.rows + half[:, -hashed.shape[1] :]
            first = number % places * self.width
            pad = (first, x.shape[-1] - first - self.width, ids.shape[1] - hashed.shape[1], 0)
            x = x + F.pad(table(row), pad)
        return x


class ModernGPT(nn.Module):
    def __init__(self, vocabulary, context, layers, heads, width, longest):
        super().__init__()
        self.token = nn.Embedding(vocabulary, width)
        self.memory = Memory(longest) if longest > 1 else None
        self.blocks = nn.ModuleList(ModernBlock(vocabulary, width, heads) for _ in range(layers))
        self.head = nn.Linear(width, vocabulary, bias=False)
        size = width // heads
        angles = torch.outer(torch.arange(context), 10_000 ** (-torch.arange(0, size, 2) / size))
        self.register_buffer("cosines", angles.cos())
        self.register_buffer("sines", angles.sin())
        for block in self.blocks:
            for weight in (block.output.weight, block.down.weight, block.values.weight):
                nn.init.zeros_(weight)

    def loss(self, ids, targets):
        x = self.token(ids)
        if self.memory is not None:
            x = self.memory(x, ids)
        start = x
        for block in self.blocks:
            x = block(x, ids, start, self.cosines[: ids.shape[1]], self.sines[: ids.shape[1]])
        return F.cross_entropy(self.head(rms_norm(x)).flatten(0, 1), targets.flatten())

    def tables(self):
        """The parameters with sparse gradients."""
        return [] if self.memory is None else list(self.memory.parameters())
