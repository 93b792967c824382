"""Computes Tests/Fixtures/cousins.json: what PyTorch and Keras make of chapter 13's layers, and their gradients.

All matrices have the book's shapes and order: weights multiply from the right; an LSTM's parts are i, f, g, o
and a GRU's r, z, n. The loss is the sum of all hidden states, each number times a weight of its own.

    python Tests/Peers/cousins.py            writes the file
    python Tests/Peers/cousins.py --check    computes it again and compares
"""

import json
import sys

import numpy
import torch

from fixtures import FIXTURES, draw, keras, outputs, tensor

PATH = FIXTURES / "cousins.json"
SIZES = [(1, 1, 1, 1), (3, 2, 4, 5), (2, 3, 2, 7)]


def rows(matrix):
    return outputs([numpy.asarray(matrix)])[0]


def example(random, batch, inputs, steps, outputs_):
    x = numpy.stack([draw(random, batch, inputs, 1.0) for _ in range(steps)])
    weights = numpy.stack([draw(random, batch, outputs_, 1.0) for _ in range(steps)])
    return x, weights


def record(name, parameters, x, weights, hidden, gradients, input_gradients):
    return {
        "name": name, "parameters": [rows(p) for p in parameters], "inputs": [rows(step) for step in x],
        "hiddenGradients": [rows(step) for step in weights], "hidden": [rows(step) for step in hidden],
        "gradients": [rows(g) for g in gradients], "inputGradients": [rows(step) for step in input_gradients],
    }


def numpied(value):
    return value.detach().numpy()


def lstm_parts(module, suffix, of):
    """W, U and b of one layer and direction, or their gradients; both biases have the same one."""
    w, u = (of(getattr(module, f"{name}_{suffix}")) for name in ("weight_ih", "weight_hh"))
    b, b2 = (of(getattr(module, f"{name}_{suffix}")) for name in ("bias_ih", "bias_hh"))
    return [w.T, u.T, (b if of is gradient_of else b + b2)[None]]


def gru_parts(module, suffix, of):
    """W, U, b and v. PyTorch's second bias is the book's v in the candidate's block, and a part of b in the others."""
    w, u = (of(getattr(module, f"{name}_{suffix}")) for name in ("weight_ih", "weight_hh"))
    b, b2 = (of(getattr(module, f"{name}_{suffix}")) for name in ("bias_ih", "bias_hh"))
    size = u.shape[1]
    joined = b.clone()
    if of is not gradient_of:
        joined[:2 * size] += b2[:2 * size]
    return [w.T, u.T, joined[None], b2[None, 2 * size:]]


def value_of(parameter):
    return parameter.detach()


def gradient_of(parameter):
    return parameter.grad


def pytorch_case(random, name, kind, parts, suffixes, size, **options):
    batch, inputs, units, steps = size
    module = kind(inputs, units, dtype=torch.float64, **options)
    with torch.no_grad():
        for parameter in module.parameters():
            shape = (parameter.shape[0], parameter.shape[1] if parameter.dim() > 1 else 1)
            parameter.copy_(tensor(draw(random, *shape, 0.7)).reshape(parameter.shape))
    x, weights = example(random, batch, inputs, steps, units * (2 if options.get("bidirectional") else 1))
    given = tensor(x).requires_grad_()
    hidden, _ = module(given)
    (hidden * tensor(weights)).sum().backward()
    listed = [[numpied(p) for suffix in suffixes for p in parts(module, suffix, of)]
              for of in (value_of, gradient_of)]
    return record(name, listed[0], x, weights, numpied(hidden), listed[1], given.grad.numpy())


def keras_case(random, size):
    batch, inputs, units, steps = size
    layer = keras.layers.GRU(units, reset_after=False, return_sequences=True, dtype="float64")
    layer.build((batch, steps, inputs))
    layer.set_weights([draw(random, inputs, 3 * units, 0.7), draw(random, units, 3 * units, 0.7),
                       draw(random, 1, 3 * units, 0.7)[0]])
    x, weights = example(random, batch, inputs, steps, units)
    given = tensor(x.transpose(1, 0, 2)).requires_grad_()
    hidden = layer(given)
    (hidden * tensor(weights.transpose(1, 0, 2))).sum().backward()

    def ordered(array):
        # Keras has z, r, n.
        matrix = numpy.atleast_2d(numpied(array))
        return numpy.concatenate(
            [matrix[:, units:2 * units], matrix[:, :units], matrix[:, 2 * units:]], axis=1)

    variables = [variable.value for variable in layer.trainable_variables]
    return record(
        "Keras, reset before", [ordered(v) for v in variables], x, weights,
        numpied(hidden).transpose(1, 0, 2), [ordered(v.grad) for v in variables],
        given.grad.numpy().transpose(1, 0, 2))


def computed():
    random = numpy.random.default_rng(13)
    cases = []
    for size in SIZES:
        cases += [
            keras_case(random, size),
            pytorch_case(random, "PyTorch, reset after", torch.nn.GRU, gru_parts, ["l0"], size),
            pytorch_case(random, "PyTorch, two directions", torch.nn.LSTM, lstm_parts, ["l0", "l0_reverse"], size,
                         bidirectional=True),
            pytorch_case(random, "PyTorch, two layers", torch.nn.LSTM, lstm_parts, ["l0", "l1"], size, num_layers=2),
        ]
    return {"pytorch": torch.__version__.split("+")[0], "keras": keras.__version__, "cases": cases}


def alike(a, b):
    if isinstance(a, list):
        return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b))
    return a == b if isinstance(a, str) else abs(a - b) <= 1e-9


if __name__ == "__main__":
    fixture = computed()
    if "--check" not in sys.argv:
        PATH.write_text(json.dumps(fixture) + "\n")
    else:
        stored = json.loads(PATH.read_text())["cases"]
        keys = ["name", "parameters", "inputs", "hiddenGradients", "hidden", "gradients", "inputGradients"]
        if not alike([[c[k] for k in keys] for c in fixture["cases"]], [[c[k] for k in keys] for c in stored]):
            sys.exit(f"{PATH} differs")
