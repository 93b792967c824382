"""Computes Tests/Fixtures/pytorch-packed.json with PyTorch: LSTMs that read packed sequences, and
cross-entropies that leave out an index.

    python Tests/Peers/unequal_lengths.py            writes the file
    python Tests/Peers/unequal_lengths.py --check    computes it again and compares
"""

import json
import pathlib
import sys

import numpy
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

FILE = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "pytorch-packed.json"

# Name, lengths of the rows, inputSize, hiddenSize, steps (at least the longest).
SEQUENCES = [
    ("one sequence", [3], 2, 2, 5),
    ("two lengths", [4, 1], 2, 3, 4),
    ("any order", [2, 5, 1, 3], 3, 2, 6),
    ("equal lengths", [3, 3], 1, 2, 3),
    ("much padding", [1, 2, 1], 2, 2, 12),
]

# Name, lengths, V, steps.
LOSSES = [
    ("one step", [1], 3, 1),
    ("unequal", [4, 1, 2], 3, 4),
    ("much padding", [1, 2], 4, 9),
    ("no padding", [3, 3], 2, 3),
]


def draw(random, *shape):
    """Normal numbers with four decimals, so that the JSON holds exactly what was computed with."""
    return numpy.round(random.normal(0, 1, shape), 4)


def digits(array):
    if array.ndim > 1:
        return [digits(part) for part in array]
    return [float(f"{number:.14g}") for number in array]


def sequence(random, case):
    name, lengths, inputs, hidden, steps = case
    layer = torch.nn.LSTM(inputs, hidden, dtype=torch.float64)
    weights = [draw(random, *parameter.shape) for parameter in layer.parameters()]
    with torch.no_grad():
        for parameter, value in zip(layer.parameters(), weights):
            parameter.copy_(torch.tensor(value))
    x = draw(random, steps, len(lengths), inputs)
    ends = draw(random, len(lengths), hidden)
    outputs = draw(random, steps, len(lengths), hidden)
    given = torch.tensor(x, requires_grad=True)
    packed = pack_padded_sequence(given, torch.tensor(lengths), enforce_sorted=False)
    result, (last, memory) = layer(packed)
    padded, _ = pad_packed_sequence(result, total_length=steps)
    # The outputs of padding are 0, so what weighs them counts for nothing.
    ((padded * torch.tensor(outputs)).sum() + (last[0] * torch.tensor(ends)).sum()).backward()
    names = ["inputWeights", "recurrentWeights", "inputBias", "recurrentBias"]
    arrays = {key: value.reshape(-1, value.shape[-1]) if value.ndim > 1 else value[None]
              for key, value in zip(names, weights)}
    for step in range(steps):
        for row, length in enumerate(lengths):
            if step >= length:
                outputs[step, row] = 0
    return {
        "name": name,
        "lengths": lengths,
        **{key: value.tolist() for key, value in arrays.items()},
        "inputs": x.tolist(),
        "outputWeights": outputs.tolist(),
        "endWeights": ends.tolist(),
        "lastHidden": digits(last[0].detach().numpy()),
        "lastCell": digits(memory[0].detach().numpy()),
        "inputWeightsGradient": digits(layer.weight_ih_l0.grad.numpy()),
        "recurrentWeightsGradient": digits(layer.weight_hh_l0.grad.numpy()),
        "biasGradient": digits(layer.bias_ih_l0.grad[None].numpy()),
        "inputsGradient": digits(given.grad.numpy()),
    }


def loss(random, case):
    name, lengths, size, steps = case
    logits = draw(random, steps, len(lengths), size)
    targets = random.integers(0, size, (steps, len(lengths)))
    marked = targets.copy()
    for row, length in enumerate(lengths):
        marked[length:, row] = -100
    z = torch.tensor(logits, requires_grad=True)
    value = torch.nn.functional.cross_entropy(
        z.reshape(-1, size), torch.tensor(marked).reshape(-1), ignore_index=-100)
    value.backward()
    return {
        "name": name,
        "lengths": lengths,
        "logits": logits.tolist(),
        "targets": targets.tolist(),
        "loss": float(f"{value.item():.14g}"),
        "logitsGradient": digits(z.grad.numpy()),
    }


def main():
    random = numpy.random.default_rng(10)
    parts = {
        "sequences": [sequence(random, case) for case in SEQUENCES],
        "losses": [loss(random, case) for case in LOSSES],
    }
    text = "{\n" + ",\n".join(
        f'  "{key}": [\n' + ",\n".join("    " + json.dumps(case) for case in cases) + "\n  ]"
        for key, cases in parts.items()) + "\n}\n"
    if "--check" not in sys.argv:
        FILE.write_text(text)
        return
    old = json.loads(FILE.read_text())
    if not close(old, json.loads(text)):
        sys.exit(f"{FILE.name} differs from what PyTorch {torch.__version__} computes")
    print(f"{FILE.name} is what PyTorch {torch.__version__} computes")


def close(left, right):
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(close(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(close, left, right))
    return left == right or (isinstance(left, float) and abs(left - right) < 1e-11)


if __name__ == "__main__":
    main()
