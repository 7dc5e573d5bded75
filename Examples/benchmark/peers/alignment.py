"""Computes the losses of the room Alignment with PyTorch in double precision, for our own tests.

    python Examples/benchmark/peers/alignment.py Tests/AlignmentTests/Resources/alignment.json

Each case has its inputs, the loss, and the loss's gradients. The formulas are written out here from the papers; nothing of
ours is used.
"""
import argparse
import json

import torch
from torch.nn import functional as F


def tensor(x):
    return {"shape": list(x.shape), "data": [float(v) for v in x.detach().double().reshape(-1)]}


def rounded(*shape, scale=1.0):
    """Random numbers that are exact in single precision, so both sides start from the same ones."""
    return (torch.randn(*shape, dtype=torch.float64) * scale).float().double()


def case(inputs, leaves, loss):
    for name in leaves:
        inputs[name].requires_grad_(True)
    value = loss(inputs)
    value.backward()
    return {
        "inputs": {name: tensor(x) for name, x in inputs.items()},
        "loss": tensor(value),
        "gradients": {name: tensor(inputs[name].grad) for name in leaves},
    }


def bradley_terry(x):
    return -F.logsigmoid(x["chosen"] - x["rejected"]).mean()


def dpo(x, beta=0.3):
    margin = (x["policy_chosen"] - x["reference_chosen"]) - (x["policy_rejected"] - x["reference_rejected"])
    return -F.logsigmoid(beta * margin).mean()


def dpo_mistaken(x, mistaken=0.1):
    swapped = {f"{whose}_{a}": x[f"{whose}_{b}"] for whose in ["policy", "reference"]
               for a, b in [("chosen", "rejected"), ("rejected", "chosen")]}
    return (1 - mistaken) * dpo(x) + mistaken * dpo(swapped)


def reinforce(x):
    return -(x["log_probabilities"].sum(dim=1) * x["advantages"]).mean()


def ppo(x, clip=0.2):
    ratio = torch.exp(x["log_probabilities"] - x["old"])
    worst = torch.max(-x["advantages"] * ratio, -x["advantages"] * torch.clamp(ratio, 1 - clip, 1 + clip))
    return (worst * x["mask"]).sum() / x["mask"].sum()


def ppo_value(x, clip=0.2):
    clipped = torch.clamp(x["values"], x["old"] - clip, x["old"] + clip)
    worst = torch.max((x["values"] - x["returns"]) ** 2, (clipped - x["returns"]) ** 2)
    return 0.5 * (worst * x["mask"]).sum() / x["mask"].sum()


def grpo(x, clip=0.2, beta=0.04):
    ratio, advantages = torch.exp(x["log_probabilities"] - x["old"]), x["advantages"][:, None]
    gain = torch.min(ratio * advantages, torch.clamp(ratio, 1 - clip, 1 + clip) * advantages)
    difference = x["reference"] - x["log_probabilities"]
    per_token = -(gain - beta * (torch.exp(difference) - difference - 1))
    return ((per_token * x["mask"]).sum(dim=1) / x["mask"].sum(dim=1)).mean()


def divergence(x):
    """The exact divergence of the next token, from logits; summed over the rows."""
    p, q = F.log_softmax(x["policy"], dim=-1), F.log_softmax(x["reference"], dim=-1)
    return F.kl_div(q, p, log_target=True, reduction="sum")


def advantages(rewards, values, discount, lam):
    """Generalized advantages from their definition, as a sum over all later tokens (Schulman et al. 2016, equation 16)."""
    count = len(rewards)
    following = torch.cat([values[1:], torch.zeros(1, dtype=torch.float64)])
    delta = rewards + discount * following - values
    return torch.stack([
        sum(((discount * lam) ** (s - t)) * delta[s] for s in range(t, count)) for t in range(count)
    ])


def cases():
    torch.manual_seed(20)
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]], dtype=torch.float64)
    old = (-rounded(3, 5).abs() * mask).float().double()
    # Near enough to the old ones that some ratios are inside of the clip, and some on each side of it.
    new = ((old + rounded(3, 5, scale=0.3)) * mask).float().double()
    reference = ((old + rounded(3, 5, scale=0.3)) * mask).float().double()
    result = {
        "bradley_terry": case(
            {"chosen": rounded(5), "rejected": rounded(5)}, ["chosen", "rejected"], bradley_terry),
        "dpo": case(
            {name: -rounded(5, scale=4).abs() for name in
             ["policy_chosen", "reference_chosen", "policy_rejected", "reference_rejected"]},
            ["policy_chosen", "policy_rejected"], dpo),
        "reinforce": case(
            {"log_probabilities": new.clone(), "advantages": rounded(3)}, ["log_probabilities"], reinforce),
        "ppo": case(
            {"log_probabilities": new.clone(), "old": old, "advantages": rounded(3, 5), "mask": mask},
            ["log_probabilities"], ppo),
        "ppo_value": case(
            {"values": rounded(3, 5, scale=0.4), "old": rounded(3, 5, scale=0.4), "returns": rounded(3, 5),
             "mask": mask}, ["values"], ppo_value),
        "grpo": case(
            {"log_probabilities": new.clone(), "old": old, "reference": reference, "advantages": rounded(3),
             "mask": mask}, ["log_probabilities"], grpo),
    }
    policy, other = rounded(6, 7), rounded(6, 7)
    result["divergence"] = {
        "inputs": {"policy": tensor(policy), "reference": tensor(other)},
        "loss": tensor(divergence({"policy": policy, "reference": other})), "gradients": {},
    }
    rewards, values = rounded(6), rounded(6)
    found = advantages(rewards, values, 0.9, 0.8)
    result["advantages"] = {
        "inputs": {"rewards": tensor(rewards), "values": tensor(values), "advantages": tensor(found),
                   "returns": tensor(found + values)},
        "loss": tensor(found.sum()), "gradients": {},
    }
    group = rounded(4, 3)
    standardized = (group - group.mean(dim=1, keepdim=True)) / (group.std(dim=1, correction=0, keepdim=True) + 1e-4)
    result["group_advantages"] = {
        "inputs": {"rewards": tensor(group), "advantages": tensor(standardized)},
        "loss": tensor(standardized.sum()), "gradients": {},
    }
    result["dpo_mistaken"] = case(
        {name: -rounded(5, scale=4).abs() for name in
         ["policy_chosen", "reference_chosen", "policy_rejected", "reference_rejected"]},
        ["policy_chosen", "policy_rejected"], dpo_mistaken)
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", help="the JSON file to write")
    with open(parser.parse_args().file, "w") as file:
        json.dump(cases(), file, indent=1)
        file.write("\n")
