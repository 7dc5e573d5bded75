"""Models of transformers with random weights: those that hugging_face.py compares, and the tiny ones of our tests."""
import json
import pathlib

import torch
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

SCALED = dict(
    rope_type="llama3", rope_theta=500000.0, factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
    original_max_position_embeddings=16,
)


@torch.no_grad()
def shake(tensor, deviation=0.15):
    """Sets random weights that make logits of size 1 and more: vectors around their values, matrices around 0."""
    if tensor.dim() == 1:
        tensor.add_(torch.randn_like(tensor) * 2 * deviation)
    else:
        tensor.normal_(std=deviation)


def shaken(model, deviation):
    for parameter in model.parameters():
        shake(parameter, deviation)
    return model.eval()


def gpt2(deviation=0.15, *, vocabulary, context, layers, width, heads, **fields):
    return shaken(GPT2LMHeadModel(GPT2Config(
        vocab_size=vocabulary, n_positions=context, n_embd=width, n_layer=layers, n_head=heads,
        bos_token_id=None, eos_token_id=None, **fields)), deviation)


def llama(kind, deviation=0.15, *, vocabulary, context, layers, width, heads, groups, inner, base=10000.0, **fields):
    """A model of Llama's family; `kind` is a pair of a configuration's class and a model's."""
    configuration, model = kind
    rope = fields.pop("rope", dict(rope_type="default", rope_theta=base))
    return shaken(model(configuration(
        vocab_size=vocabulary, max_position_embeddings=context, num_hidden_layers=layers, hidden_size=width,
        num_attention_heads=heads, num_key_value_heads=groups, intermediate_size=inner, rope_parameters=rope,
        bos_token_id=None, eos_token_id=None, pad_token_id=None, **fields)), deviation)


LLAMA = (LlamaConfig, LlamaForCausalLM)
MISTRAL = (MistralConfig, MistralForCausalLM)
QWEN2 = (Qwen2Config, Qwen2ForCausalLM)
QWEN3 = (Qwen3Config, Qwen3ForCausalLM)

# The parts in which models of Llama's family differ.
LLAMAS = {
    "llama": (LLAMA, dict(tie_word_embeddings=False, rms_norm_eps=1e-5)),
    "llama-3.1": (LLAMA, dict(tie_word_embeddings=True, rope=SCALED)),
    "llama-biases": (LLAMA, dict(tie_word_embeddings=True, attention_bias=True, mlp_bias=True, hidden_act="gelu")),
    "llama-attention-bias": (LLAMA, dict(tie_word_embeddings=True, attention_bias=True, head_dim=6)),
    "llama-mlp-bias": (LLAMA, dict(tie_word_embeddings=True, mlp_bias=True)),
    "mistral": (MISTRAL, dict(tie_word_embeddings=False, sliding_window=5)),
    "qwen2": (QWEN2, dict(tie_word_embeddings=True, base=1e6)),
    "qwen3": (QWEN3, dict(tie_word_embeddings=False, base=1e6, head_dim=6)),
}

# The parts in which GPT-2s differ.
GPT2S = {
    "gpt2-relu": dict(activation_function="relu"),
    "gpt2-silu-inner": dict(activation_function="silu", n_inner=17),
    "gpt2-untied": dict(activation_function="gelu", tie_word_embeddings=False, layer_norm_epsilon=1e-3),
}


def write_references(folder):
    """Writes the models of the import tests, a few kilobytes each, and their logits in double precision."""
    ids = [[3, 1, 4, 1, 5, 9, 2, 6], [10, 0, 10, 7, 7, 0, 8, 2]]
    sizes = dict(vocabulary=11, context=8, layers=2, width=6, heads=2)
    write_reference(pathlib.Path(folder, "tiny-gpt2"), gpt2(0.4, **sizes), ids)
    for name, fields in GPT2S.items():
        write_reference(pathlib.Path(folder, f"tiny-{name}"), gpt2(0.4, **sizes, **fields), ids)
    # Longer than a window, and than the original context of scaled rotary positions.
    sizes = dict(vocabulary=11, context=24, layers=2, width=8, heads=4, groups=2, inner=13)
    generator = torch.Generator().manual_seed(7)
    ids = torch.randint(0, 11, (2, 24), generator=generator).tolist()
    for name, (kind, fields) in LLAMAS.items():
        head = dict(head_dim=4) if kind is not QWEN2 else {}
        sizes["width"] = 16 if kind is QWEN2 else 8
        write_reference(pathlib.Path(folder, f"tiny-{name}"), llama(kind, 0.4, **sizes, **{**head, **fields}), ids)


def write_reference(folder, model, ids):
    model.save_pretrained(folder)
    pathlib.Path(folder, "generation_config.json").unlink(missing_ok=True)
    with torch.no_grad():
        logits = model.double()(torch.tensor(ids)).logits
    scores = {"shape": list(logits.shape), "data": [float(f"{x:.7g}") for x in logits.flatten().tolist()]}
    (folder / "logits.json").write_text(json.dumps({"ids": ids, "logits": scores}) + "\n")
