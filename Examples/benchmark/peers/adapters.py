"""Low-rank adapters of PEFT: writes those of our own tests, and opens those that we wrote.

    python Examples/benchmark/peers/adapters.py --references Tests/TransformersTests/Resources
    python Examples/benchmark/peers/adapters.py --check BASE ADAPTER LOGITS.json

The first form puts adapters over the tiny models that hugging_face.py --references writes. The second opens an adapter with
PEFT over an exported model and compares its logits with those in a file, {"ids": [[1, 2]], "logits": [...]}; it exits with
1 if they differ by more than 1e-4.
"""
import argparse
import json
import pathlib
import sys
import tempfile

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM

TARGETS = {
    "gpt2": ["attn.c_attn", "attn.c_proj", "mlp.c_fc", "mlp.c_proj"],
    "llama": ["q_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"],
    "qwen3": ["k_proj", "up_proj"],
    "gpt2-untied": ["attn.c_attn", "lm_head"],
}


def logits(model, ids):
    with torch.no_grad():
        return model(torch.tensor(ids)).logits


def write_references(folder):
    for number, (name, targets) in enumerate(TARGETS.items()):
        torch.manual_seed(number)
        base = AutoModelForCausalLM.from_pretrained(folder / f"tiny-{name}", dtype=torch.float32)
        model = get_peft_model(base, LoraConfig(
            r=3, lora_alpha=6, lora_dropout=0.0, target_modules=targets, task_type="CAUSAL_LM",
            fan_in_fan_out=name.startswith("gpt2")))
        with torch.no_grad():
            for parameter_name, parameter in model.named_parameters():
                if "lora_" in parameter_name:
                    parameter.normal_(std=0.2)
        target = folder / f"tiny-{name}-lora"
        with tempfile.TemporaryDirectory() as saved:
            model.save_pretrained(saved)
            target.mkdir(exist_ok=True)
            config = json.loads((pathlib.Path(saved) / "adapter_config.json").read_text())
            # The path of the base is that of the machine that wrote it.
            config["base_model_name_or_path"] = f"tiny-{name}"
            config["target_modules"] = sorted(config["target_modules"])
            (target / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")
            weights = (pathlib.Path(saved) / "adapter_model.safetensors").read_bytes()
            (target / "adapter_model.safetensors").write_bytes(weights)
        vocabulary = model.config.vocab_size
        ids = torch.randint(vocabulary, (2, 6)).tolist()
        found = logits(model.double().eval(), ids)
        (target / "logits.json").write_text(json.dumps(
            {"ids": ids, "logits": {"shape": list(found.shape), "data": found.reshape(-1).tolist()}}) + "\n")


def check(base, adapter, expected):
    content = json.loads(pathlib.Path(expected).read_text())
    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base), adapter).eval()
    found = logits(model, content["ids"]).reshape(-1)
    difference = (found - torch.tensor(content["logits"])).abs().max().item()
    change = (found - logits(AutoModelForCausalLM.from_pretrained(base).eval(), content["ids"]).reshape(-1)).abs().max()
    print(f"{adapter}: the largest difference is {difference:.2g}; the adapter changes logits by up to {change.item():.2g}")
    return difference <= 1e-4


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--references", type=pathlib.Path, metavar="FOLDER")
    parser.add_argument("--check", nargs=3, metavar=("BASE", "ADAPTER", "LOGITS"))
    options = parser.parse_args()
    if options.references:
        write_references(options.references)
    if options.check and not check(*options.check):
        sys.exit(1)
