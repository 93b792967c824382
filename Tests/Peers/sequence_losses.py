"""Computes Tests/Fixtures/pytorch-sequence-losses.json: PyTorch's CTC loss of random logits, and its
gradient with respect to them, for batches of unequal lengths.

The suite of Layers must arrive at the same numbers.

    python Tests/Peers/sequence_losses.py            writes the file
    python Tests/Peers/sequence_losses.py --check    computes it again and compares
"""

import json
import pathlib
import sys

import torch

FIXTURE = pathlib.Path(__file__).parent.parent / "Fixtures" / "pytorch-sequence-losses.json"


def ctc(generator, batch, longest, classes, blank):
    """One batch: logits, the loss of each sequence, and the gradient of the mean of the losses."""

    def integer(low, high):
        return int(torch.randint(low, high + 1, (), generator=generator))

    labels = [label for label in range(classes) if label != blank]
    steps = [integer(max(1, longest // 2), longest) for _ in range(batch)]
    targets = []
    for count in steps:
        target = [labels[integer(0, len(labels) - 1)] for _ in range(integer(0, count // 2))]
        targets.append(target)
    logits = torch.randn(batch, longest, classes, generator=generator, dtype=torch.float64) * 2
    logits.requires_grad_(True)
    losses = torch.nn.functional.ctc_loss(
        logits.log_softmax(-1).transpose(0, 1),
        torch.tensor([label for target in targets for label in target], dtype=torch.long),
        torch.tensor(steps),
        torch.tensor([len(target) for target in targets]),
        blank=blank,
        reduction="none",
    )
    losses.mean().backward()
    return {
        "classes": classes,
        "blank": blank,
        "steps": steps,
        "targets": targets,
        "logits": [row[:count].flatten().tolist() for row, count in zip(logits, steps)],
        "losses": losses.tolist(),
        "gradients": [row[:count].flatten().tolist() for row, count in zip(logits.grad, steps)],
    }


def compute():
    generator = torch.Generator().manual_seed(1)
    return {
        "torch": torch.__version__.split("+")[0],
        "ctc": [
            ctc(generator, batch=4, longest=6, classes=3, blank=0),
            ctc(generator, batch=3, longest=20, classes=5, blank=4),
            ctc(generator, batch=2, longest=40, classes=12, blank=7),
        ],
    }


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.15g}")
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    return value


def differs(first, second):
    if isinstance(first, dict):
        return first.keys() != second.keys() or any(
            differs(first[key], second[key]) for key in first if key != "torch"
        )
    if isinstance(first, list):
        return len(first) != len(second) or any(map(differs, first, second))
    return abs(first - second) > 1e-12 * max(1, abs(first))


if __name__ == "__main__":
    result = rounded(compute())
    if "--check" in sys.argv:
        if differs(json.loads(FIXTURE.read_text()), result):
            sys.exit(f"{FIXTURE.name} differs from what PyTorch gives")
        print(f"{FIXTURE.name} is what PyTorch gives")
    else:
        FIXTURE.write_text(json.dumps(result) + "\n")
