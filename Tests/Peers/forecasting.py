"""The golden numbers of chapter 17: PyTorch's gradients of an input that fades where nothing is read,
and of the pinball loss.

fixtures.py writes them.
"""

import json

import numpy
import torch

from optimizer_cases import matrices
from regularisation import draw


def fading(seed, rows=4, features=3):
    """What is read, and the gradients of the weighted sum of it."""
    random = numpy.random.default_rng(seed)
    rate = torch.abs(draw(random, 1, features, scale=0.3)) + 0.05
    bias = draw(random, 1, features, scale=0.5)
    mask = torch.tensor(random.integers(0, 3, (rows, features)) == 0, dtype=torch.float64)
    since = torch.tensor(random.integers(1, 6, (rows, features)), dtype=torch.float64)
    carried, weights = draw(random, rows, features), draw(random, rows, features)
    rate.requires_grad_()
    bias.requires_grad_()
    left = torch.exp(-torch.relu(since * rate + bias))
    filled = mask * carried + (1 - mask) * left * carried
    (filled * weights).sum().backward()
    named = zip(
        ["rate", "bias", "carried", "mask", "since", "weights", "filled"],
        matrices([rate, bias, carried, mask, since, weights, filled]))
    return {**dict(named), "gradients": matrices([rate.grad, bias.grad])}


def pinball(levels, seed, rows=3, horizon=2):
    """The mean over all forecasts, a block of columns for each level."""
    random = numpy.random.default_rng(seed)
    forecasts = draw(random, rows, len(levels) * horizon).requires_grad_()
    targets = draw(random, rows, horizon)
    level = torch.tensor(levels, dtype=torch.float64).repeat_interleave(horizon)
    missed = targets.repeat(1, len(levels)) - forecasts
    loss = torch.maximum(level * missed, (level - 1) * missed).mean()
    loss.backward()
    return {
        "levels": levels, "loss": loss.item(), "forecasts": matrices([forecasts])[0],
        "targets": matrices([targets])[0], "gradient": matrices([forecasts.grad])[0],
    }


def render():
    """The file's text, a case a line."""
    parts = {
        "fading": [fading(1), fading(2, rows=2, features=1)],
        "pinball": [pinball([0.1, 0.5, 0.9], 3), pinball([0.3], 4, rows=5, horizon=4)],
    }
    lists = [
        f'  "{name}": [\n' + ",\n".join("    " + json.dumps(case) for case in cases) + "\n  ]"
        for name, cases in parts.items()
    ]
    head = f'  "library": "pytorch",\n  "version": "{torch.__version__}"'
    return "{\n" + ",\n".join([head] + lists) + "\n}\n"
