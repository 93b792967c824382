"""Computes Tests/Fixtures/pytorch-translation.json with PyTorch: attention with a mask, and packed
encoders whose last states somebody goes on from.

    python Tests/Peers/translation.py            writes the file
    python Tests/Peers/translation.py --check    computes it again and compares
"""

import json
import pathlib
import sys

import numpy
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from unequal_lengths import close, digits, draw

FILE = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "pytorch-translation.json"

# Name, queries, mask, width.
ATTENTIONS = [
    ("one query", 1, [1, 1, 1], 2),
    ("with padding", 3, [1, 1, 0, 0], 3),
    ("padding in the middle", 2, [1, 0, 1, 1, 0], 4),
]

# Name, lengths of the rows, inputSize, hiddenSize, steps.
ENCODERS = [
    ("one sentence", [3], 2, 2, 3),
    ("unequal lengths", [2, 4, 1], 3, 2, 5),
]


def attention(random, case):
    name, count, mask, width = case
    queries, keys = draw(random, count, width), draw(random, len(mask), width)
    outputs = draw(random, count, width)
    q, k = torch.tensor(queries, requires_grad=True), torch.tensor(keys, requires_grad=True)
    hidden = torch.tensor(mask) == 0
    weights = torch.softmax((q @ k.T).masked_fill(hidden, -torch.inf), dim=1)
    contexts = weights @ k
    (contexts * torch.tensor(outputs)).sum().backward()
    return {
        "name": name, "queries": queries.tolist(), "keys": keys.tolist(), "mask": mask,
        "weights": digits(weights.detach().numpy()),
        "contexts": digits(contexts.detach().numpy()),
        "contextWeights": outputs.tolist(),
        "queriesGradient": digits(q.grad.numpy()), "keysGradient": digits(k.grad.numpy()),
    }


def encoder(random, case):
    name, lengths, inputs, hidden, steps = case
    layer = torch.nn.LSTM(inputs, hidden, dtype=torch.float64)
    weights = [draw(random, *parameter.shape) for parameter in layer.parameters()]
    with torch.no_grad():
        for parameter, value in zip(layer.parameters(), weights):
            parameter.copy_(torch.tensor(value))
    x, outputs = draw(random, steps, len(lengths), inputs), draw(random, steps, len(lengths), hidden)
    ends, memories = draw(random, len(lengths), hidden), draw(random, len(lengths), hidden)
    for row, length in enumerate(lengths):
        outputs[length:, row] = 0
    packed = pack_padded_sequence(torch.tensor(x), torch.tensor(lengths), enforce_sorted=False)
    result, (last, memory) = layer(packed)
    padded, _ = pad_packed_sequence(result, total_length=steps)
    ((padded * torch.tensor(outputs)).sum() + (last[0] * torch.tensor(ends)).sum()
     + (memory[0] * torch.tensor(memories)).sum()).backward()
    names = ["inputWeights", "recurrentWeights", "inputBias", "recurrentBias"]
    return {
        "name": name,
        "lengths": lengths,
        **{key: (value if value.ndim > 1 else value[None]).tolist()
           for key, value in zip(names, weights)},
        "inputs": x.tolist(), "outputWeights": outputs.tolist(),
        "hiddenWeights": ends.tolist(), "cellWeights": memories.tolist(),
        "inputWeightsGradient": digits(layer.weight_ih_l0.grad.numpy()),
        "recurrentWeightsGradient": digits(layer.weight_hh_l0.grad.numpy()),
        "biasGradient": digits(layer.bias_ih_l0.grad[None].numpy()),
    }


def main():
    random = numpy.random.default_rng(16)
    parts = {
        "attentions": [attention(random, case) for case in ATTENTIONS],
        "encoders": [encoder(random, case) for case in ENCODERS],
    }
    text = "{\n" + ",\n".join(
        f'  "{key}": [\n' + ",\n".join("    " + json.dumps(case) for case in cases) + "\n  ]"
        for key, cases in parts.items()) + "\n}\n"
    if "--check" not in sys.argv:
        FILE.write_text(text)
        return
    if not close(json.loads(FILE.read_text()), json.loads(text)):
        sys.exit(f"{FILE.name} differs from what PyTorch {torch.__version__} computes")
    print(f"{FILE.name} is what PyTorch {torch.__version__} computes")


if __name__ == "__main__":
    main()
