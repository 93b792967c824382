#!/usr/bin/env python3
"""Golden numbers of chapter 15: linear chains in PyTorch, with gradients.

Writes Tests/Fixtures/pytorch-chain.json. The partition function is a loop of logsumexp, and the
gradients are autograd's, which knows nothing of forwards and backwards.
"""

import json
import math
import pathlib
import sys

import torch

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "Fixtures" / "pytorch-chain.json"


def rounded(tensor):
    if tensor.dim() == 0:
        return float(f"{tensor.item():.14g}")
    return [rounded(row) for row in tensor]


def case(name, steps, count, scale, forbidden=()):
    def leaf(*shape):
        values = torch.round(torch.randn(*shape, dtype=torch.float64) * scale, decimals=4)
        return values.requires_grad_()

    emissions, transitions, start = leaf(steps, count), leaf(count, count), leaf(count)
    rules = torch.zeros(count, count, dtype=torch.float64)
    for row, column in forbidden:
        rules[row, column] = -math.inf
    allowed = [y for y in range(count)]
    tags = [int(torch.randint(count, ()))]
    while len(tags) < steps:
        following = [y for y in allowed if (tags[-1], y) not in forbidden]
        tags.append(following[int(torch.randint(len(following), ()))])

    scored = transitions + rules
    alpha = start + emissions[0]
    for t in range(1, steps):
        alpha = emissions[t] + torch.logsumexp(alpha[:, None] + scored, dim=0)
    score = start[tags[0]] + emissions[0, tags[0]]
    for t in range(1, steps):
        score = score + scored[tags[t - 1], tags[t]] + emissions[t, tags[t]]
    # Where there is one word, the transitions are not used.
    loss = torch.logsumexp(alpha, dim=0) - score + 0 * transitions.sum()
    loss.backward()
    return {
        "name": name, "emissions": rounded(emissions), "transitions": rounded(transitions),
        "start": rounded(start), "forbidden": [list(pair) for pair in forbidden], "tags": tags,
        "loss": rounded(loss), "emissionsGradient": rounded(emissions.grad),
        "transitionsGradient": rounded(transitions.grad), "startGradient": rounded(start.grad),
    }


def main():
    torch.manual_seed(15)
    cases = [
        case("two tags", 3, 2, 1.0), case("one word", 1, 4, 1.0), case("five tags", 12, 5, 1.5),
        case("rules", 9, 5, 1.0, ((0, 2), (0, 4), (1, 4), (2, 4), (3, 2), (4, 2))),
        case("large scores", 8, 3, 300.0),
    ]
    text = json.dumps({"torch": torch.__version__.split("+")[0], "cases": cases}, indent=1) + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if OUTPUT.read_text() == text else "pytorch-chain.json differs")
    OUTPUT.write_text(text)


if __name__ == "__main__":
    main()
