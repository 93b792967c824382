"""The golden numbers of chapter 12: PyTorch's weight decay, and its gradients of an LSTM whose
hidden state, candidate or cell state is masked in every step.

fixtures.py writes them.
"""

import json

import numpy
import torch

from optimizer_cases import matrices

PLACES = ["hiddenState", "candidate", "cellState"]


def draw(random, *shape, scale=0.8):
    return torch.tensor(numpy.round(random.normal(0, scale, shape), 4), dtype=torch.float64)


def decay(strength, seed):
    """What one update of SGD at rate 1 subtracts, where weights decay and biases do not."""
    random = numpy.random.default_rng(seed)
    shapes = [(2, 8), (3, 8), (1, 8), (3, 2), (1, 2)]
    parameters = [draw(random, *shape).requires_grad_() for shape in shapes]
    gradients = [draw(random, *shape) for shape in shapes]
    before = [parameter.detach().clone() for parameter in parameters]
    for parameter, gradient in zip(parameters, gradients):
        parameter.grad = gradient.clone()
    torch.optim.SGD([
        {"params": [p for p in parameters if p.shape[0] > 1], "weight_decay": strength},
        {"params": [p for p in parameters if p.shape[0] == 1], "weight_decay": 0.0},
    ], lr=1.0).step()
    return {
        "decay": strength, "parameters": matrices(before), "gradients": matrices(gradients),
        "penalised": matrices([old - new for old, new in zip(before, parameters)]),
    }


def sequence(place, seed, rows=3, steps=4, inputs=2, units=3, rate=0.25):
    """An LSTM step by step, in this book's shapes and order of gates, and PyTorch's gradients."""
    random = numpy.random.default_rng(seed)
    weights = [draw(random, inputs, 4 * units), draw(random, units, 4 * units),
               draw(random, 1, 4 * units)]
    read = [draw(random, rows, inputs) for _ in range(steps)]
    start = [draw(random, rows, units), draw(random, rows, units)]
    torch.manual_seed(seed)
    ones = torch.ones(rows, units, dtype=torch.float64)
    masks = [torch.nn.functional.dropout(ones, rate) for _ in range(steps)]
    counts = [draw(random, rows, units) for _ in range(steps)]
    leaves = [leaf.requires_grad_() for leaf in weights + read + start]
    hidden, cell = start
    states = []
    for x, mask in zip(read, masks):
        seen = hidden * mask if place == "hiddenState" else hidden
        kept = cell * mask if place == "cellState" else cell
        i, f, g, o = (x @ weights[0] + seen @ weights[1] + weights[2]).chunk(4, dim=1)
        candidate = torch.tanh(g) * mask if place == "candidate" else torch.tanh(g)
        cell = torch.sigmoid(f) * kept + torch.sigmoid(i) * candidate
        hidden = torch.sigmoid(o) * torch.tanh(cell)
        states.append(hidden)
    sum((state * count).sum() for state, count in zip(states, counts)).backward()
    return {
        "place": place, "inputWeights": matrices(weights)[0],
        "recurrentWeights": matrices(weights)[1], "bias": matrices(weights)[2],
        "inputs": matrices(read), "hidden": matrices(start)[0], "cell": matrices(start)[1],
        "masks": matrices(masks), "weights": matrices(counts), "states": matrices(states),
        "gradients": matrices([leaf.grad for leaf in leaves]),
    }


def render():
    """The file's text, a case a line."""
    parts = {
        "decay": [decay(0.1, 1), decay(0.01, 2)],
        "sequences": [sequence(place, 10 + index) for index, place in enumerate(PLACES)],
    }
    lists = [
        f'  "{name}": [\n' + ",\n".join("    " + json.dumps(case) for case in cases) + "\n  ]"
        for name, cases in parts.items()
    ]
    head = f'  "library": "pytorch",\n  "version": "{torch.__version__}"'
    return "{\n" + ",\n".join([head] + lists) + "\n}\n"
