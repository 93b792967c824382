"""The golden numbers of chapter 14: readouts of an LSTM's states with their gradients, and binary
cross-entropy of logits, by PyTorch. fixtures.py writes them.
"""

import json

import numpy
import torch

from optimizer_cases import matrices

READOUTS = ["last", "mean", "maximum"]


def pooled(readout, lengths, seed, steps=5, units=4):
    """States of texts that are padded on the right, read out, and what comes back to them."""
    random = numpy.random.default_rng(seed)
    states = torch.tensor(
        numpy.round(random.normal(0, 0.7, (steps, len(lengths), units)), 4), requires_grad=True)
    arriving = torch.tensor(numpy.round(random.normal(0, 1, (len(lengths), units)), 4))
    counts = torch.arange(steps)[:, None] < torch.tensor(lengths)[None]
    if readout == "last":
        places = torch.tensor(lengths) - 1
        summary = states[places, torch.arange(len(lengths))]
    elif readout == "mean":
        summary = (states * counts[..., None]).sum(0) / torch.tensor(lengths)[:, None]
    else:
        summary = states.masked_fill(~counts[..., None], -torch.inf).max(0).values
    (summary * arriving).sum().backward()
    return {
        "readout": readout, "lengths": lengths, "states": matrices(states.detach()),
        "arriving": matrices([arriving])[0], "summary": matrices([summary.detach()])[0],
        "gradients": matrices(states.grad),
    }


def loss(logits, targets):
    logits = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    value = torch.nn.BCEWithLogitsLoss()(logits, torch.tensor(targets, dtype=torch.float64))
    value.backward()
    return {
        "logits": logits.tolist(), "targets": targets, "loss": value.item(),
        "gradients": logits.grad.tolist(),
    }


def render():
    """The file's text, a case a line."""
    parts = {
        "readouts": [
            pooled(readout, lengths, 14 + index)
            for index, readout in enumerate(READOUTS) for lengths in ([3, 5, 1], [4, 2])
        ],
        "losses": [
            loss([0.3, -1.7, 2.5, -0.1], [1, 0, 0, 1]), loss([900.0, -900.0, 35.0], [0, 1, 1]),
        ],
    }
    lists = [
        f'  "{name}": [\n' + ",\n".join("    " + json.dumps(case) for case in cases) + "\n  ]"
        for name, cases in parts.items()
    ]
    head = f'  "library": "pytorch",\n  "version": "{torch.__version__}"'
    return "{\n" + ",\n".join([head] + lists) + "\n}\n"
