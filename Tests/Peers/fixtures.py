"""Computes the golden numbers in Tests/Fixtures with PyTorch and Keras.

The suites read the JSON files; no test needs Python. See README.md beside this file.

    python Tests/Peers/fixtures.py            writes Tests/Fixtures/*.json
    python Tests/Peers/fixtures.py --check    computes them again and compares
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402

import forecasting  # noqa: E402
import opinions  # noqa: E402
import optimizer_cases  # noqa: E402
import regularisation  # noqa: E402

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "Fixtures"

# Name, batch, inputSize, hiddenSize, steps, scale of the weights. The last one saturates its gates.
CASES = [
    ("one unit", 1, 1, 1, 1, 1.0),
    ("batch of one", 1, 3, 4, 3, 0.7),
    ("one input column", 3, 1, 5, 2, 0.7),
    ("small batch", 4, 3, 2, 5, 0.7),
    ("odd shapes", 5, 7, 3, 4, 0.5),
    ("large weights", 2, 4, 3, 6, 4.0),
]

# The same for whole sequences with gradients. Where the batch is None the sequence has no batch
# axis, as PyTorch allows; the file then holds a batch of one.
SEQUENCES = [
    ("one unit, one step", None, 1, 1, 1, 1.0),
    ("one unit", None, 1, 1, 4, 1.0),
    ("one sequence", None, 3, 4, 5, 0.7),
    ("one long sequence", None, 1, 2, 20, 0.7),
    ("one step", 3, 2, 3, 1, 0.7),
    ("batch of one", 1, 2, 3, 3, 0.7),
    ("batch of two", 2, 1, 5, 4, 0.7),
    ("square", 3, 3, 3, 4, 0.7),
    ("batch of five", 5, 2, 2, 3, 0.7),
    ("wide input", 2, 6, 2, 3, 0.5),
    ("many units", 2, 2, 9, 3, 0.4),
    ("large weights", 2, 3, 3, 6, 2.0),
    ("small weights", 3, 2, 4, 6, 0.05),
]


def draw(random, rows, columns, scale):
    """Normal numbers with four decimals, so that the JSON holds exactly what was computed with."""
    return numpy.round(random.normal(0, scale, (rows, columns)), 4)


def tensor(array):
    return torch.tensor(array, dtype=torch.float64)


def outputs(states):
    """Twelve significant digits: far beyond the 1e-6 that is asked for, and stable to compare."""
    return [[[float(f"{number:.12g}") for number in row] for row in state] for state in states]


def torch_case(random, kind, case):
    name, batch, input_size, hidden_size, steps, scale = case
    gates = 4 if kind == "lstm" else 1
    make = torch.nn.LSTMCell if kind == "lstm" else torch.nn.RNNCell
    cell = make(input_size, hidden_size, dtype=torch.float64)
    weights = {
        "weight_ih": draw(random, gates * hidden_size, input_size, scale),
        "weight_hh": draw(random, gates * hidden_size, hidden_size, scale),
        "bias_ih": draw(random, 1, gates * hidden_size, scale),
        "bias_hh": draw(random, 1, gates * hidden_size, scale),
    }
    with torch.no_grad():
        for key, value in weights.items():
            getattr(cell, key).copy_(tensor(value if "weight" in key else value[0]))
    inputs = [draw(random, batch, input_size, 1.0) for _ in range(steps)]
    hidden = draw(random, batch, hidden_size, 0.5)
    memory = draw(random, batch, hidden_size, 1.0)
    h, c = tensor(hidden), tensor(memory)
    hiddens, cells = [], []
    with torch.no_grad():
        for x in inputs:
            if kind == "lstm":
                h, c = cell(tensor(x), (h, c))
                cells.append(c.numpy())
            else:
                h = cell(tensor(x), h)
            hiddens.append(h.numpy())
    return record(
        name,
        {
            "inputWeights": weights["weight_ih"],
            "recurrentWeights": weights["weight_hh"],
            "inputBias": weights["bias_ih"],
            "recurrentBias": weights["bias_hh"],
        },
        inputs, hidden, memory, hiddens, cells, kind)


def keras_case(random, kind, case):
    name, batch, input_size, hidden_size, steps, scale = case
    gates = 4 if kind == "lstm" else 1
    make = keras.layers.LSTMCell if kind == "lstm" else keras.layers.SimpleRNNCell
    cell = make(hidden_size, dtype="float64")
    cell.build((batch, input_size))
    weights = {
        "inputWeights": draw(random, input_size, gates * hidden_size, scale),
        "recurrentWeights": draw(random, hidden_size, gates * hidden_size, scale),
        "inputBias": draw(random, 1, gates * hidden_size, scale),
    }
    cell.set_weights(
        [weights["inputWeights"], weights["recurrentWeights"], weights["inputBias"][0]])
    inputs = [draw(random, batch, input_size, 1.0) for _ in range(steps)]
    hidden = draw(random, batch, hidden_size, 0.5)
    memory = draw(random, batch, hidden_size, 1.0)
    states = [tensor(hidden), tensor(memory)] if kind == "lstm" else [tensor(hidden)]
    hiddens, cells = [], []
    for x in inputs:
        _, states = cell(tensor(x), states)
        hiddens.append(keras.ops.convert_to_numpy(states[0]))
        if kind == "lstm":
            cells.append(keras.ops.convert_to_numpy(states[1]))
    return record(name, weights, inputs, hidden, memory, hiddens, cells, kind)


def record(name, weights, inputs, hidden, memory, hiddens, cells, kind):
    result = {"name": name}
    result.update({key: value.tolist() for key, value in weights.items()})
    result["inputs"] = [x.tolist() for x in inputs]
    result["initialHidden"] = hidden.tolist()
    result["hidden"] = outputs(hiddens)
    if kind == "lstm":
        result["initialCell"] = memory.tolist()
        result["cell"] = outputs(cells)
    return result


def torch_sequence(random, kind, case):
    name, batch, input_size, hidden_size, steps, scale = case
    rows, gates = batch or 1, 4 if kind == "lstm" else 1
    make = torch.nn.LSTM if kind == "lstm" else torch.nn.RNN
    layer = make(input_size, hidden_size, dtype=torch.float64)
    weights = {
        "inputWeights": draw(random, gates * hidden_size, input_size, scale),
        "recurrentWeights": draw(random, gates * hidden_size, hidden_size, scale),
        "inputBias": draw(random, 1, gates * hidden_size, scale),
        "recurrentBias": draw(random, 1, gates * hidden_size, scale),
    }
    parameters = [layer.weight_ih_l0, layer.weight_hh_l0, layer.bias_ih_l0, layer.bias_hh_l0]
    with torch.no_grad():
        for parameter, value in zip(parameters, weights.values()):
            parameter.copy_(tensor(value).reshape(parameter.shape))
    arrays = draw_sequence(random, steps, rows, input_size, hidden_size)
    x, factors, hidden, memory = [tensor(array).requires_grad_() for array in arrays]
    # Steps × batch × features; without a batch, steps × features.
    start = [hidden[None], memory[None]] if batch else [hidden, memory]
    given = x if batch else x[:, 0]
    output, _ = layer(given, tuple(start) if kind == "lstm" else start[0])
    output = output if batch else output[:, None]
    (output * factors).sum().backward()
    assert torch.allclose(layer.bias_ih_l0.grad, layer.bias_hh_l0.grad, rtol=1e-12)
    gradients = {
        "inputs": x.grad,
        "initialHidden": hidden.grad,
        "initialCell": memory.grad,
        "inputWeights": layer.weight_ih_l0.grad,
        "recurrentWeights": layer.weight_hh_l0.grad,
        "inputBias": layer.bias_ih_l0.grad[None],
    }
    return record_sequence(name, kind, weights, arrays, output, gradients)


def keras_sequence(random, kind, case):
    name, batch, input_size, hidden_size, steps, scale = case
    rows, gates = batch or 1, 4 if kind == "lstm" else 1
    make = keras.layers.LSTM if kind == "lstm" else keras.layers.SimpleRNN
    layer = make(hidden_size, return_sequences=True, dtype="float64")
    layer.build((rows, steps, input_size))
    weights = {
        "inputWeights": draw(random, input_size, gates * hidden_size, scale),
        "recurrentWeights": draw(random, hidden_size, gates * hidden_size, scale),
        "inputBias": draw(random, 1, gates * hidden_size, scale),
    }
    layer.set_weights(
        [weights["inputWeights"], weights["recurrentWeights"], weights["inputBias"][0]])
    arrays = draw_sequence(random, steps, rows, input_size, hidden_size)
    x, factors, hidden, memory = [tensor(array).requires_grad_() for array in arrays]
    start = [hidden, memory] if kind == "lstm" else [hidden]
    # Keras wants batch × steps × features.
    output = layer(x.transpose(0, 1), initial_state=start).transpose(0, 1)
    (output * factors).sum().backward()
    kernel, recurrent, bias = [weight.value.grad for weight in layer.trainable_weights]
    gradients = {
        "inputs": x.grad,
        "initialHidden": hidden.grad,
        "initialCell": memory.grad,
        "inputWeights": kernel,
        "recurrentWeights": recurrent,
        "inputBias": bias[None],
    }
    return record_sequence(name, kind, weights, arrays, output, gradients)


def draw_sequence(random, steps, rows, input_size, hidden_size):
    """Inputs, the weights of all outputs in the loss, and the initial states."""
    return [
        numpy.stack([draw(random, rows, input_size, 1.0) for _ in range(steps)]),
        numpy.stack([draw(random, rows, hidden_size, 1.0) for _ in range(steps)]),
        draw(random, rows, hidden_size, 0.5),
        draw(random, rows, hidden_size, 1.0),
    ]


def digits(array):
    """Fourteen significant digits, since gradients are compared to 1e-10."""
    if array.ndim > 1:
        return [digits(part) for part in array]
    return [float(f"{number:.14g}") for number in array]


def record_sequence(name, kind, weights, arrays, output, gradients):
    inputs, factors, hidden, memory = arrays
    result = {"name": name}
    result.update({key: value.tolist() for key, value in weights.items()})
    result["inputs"] = inputs.tolist()
    result["outputWeights"] = factors.tolist()
    result["initialHidden"] = hidden.tolist()
    if kind == "lstm":
        result["initialCell"] = memory.tolist()
    result["hidden"] = digits(output.detach().numpy())
    result["gradients"] = {
        key: digits(value.detach().numpy())
        for key, value in gradients.items()
        if value is not None
    }
    return result


def render(kind, library, version, make_case, shapes):
    random = numpy.random.default_rng(2026)
    return render_cases(
        library, version, [make_case(random, kind, case) for case in shapes])


def render_cases(library, version, cases):
    lines = ",\n".join("    " + json.dumps(case) for case in cases)
    return (
        "{\n"
        f'  "library": "{library}",\n'
        f'  "version": "{version}",\n'
        f'  "cases": [\n{lines}\n  ]\n'
        "}\n")


def same(left, right):
    """Whether two fixtures hold the same numbers, to 1e-9: the last digits vary with the machine."""
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(
            same(left[key], right[key]) for key in left if key != "version")
    if isinstance(left, list):
        return len(left) == len(right) and all(same(*pair) for pair in zip(left, right))
    if isinstance(left, float):
        return abs(left - right) <= 1e-9
    return left == right


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit("fixtures.py takes no argument, or --check")
    libraries = [
        ("pytorch", torch.__version__, torch_case, torch_sequence),
        ("keras", keras.__version__, keras_case, keras_sequence),
    ]
    for kind in ["lstm", "rnn"]:
        for library, version, make_case, make_sequence in libraries:
            write_or_check(
                f"{library}-{kind}-cell.json",
                render(kind, library, version, make_case, CASES), library, version, check)
            write_or_check(
                f"{library}-{kind}.json",
                render(kind, library, version, make_sequence, SEQUENCES), library, version, check)
    runs = [optimizer_cases.run(case) for case in optimizer_cases.CASES]
    write_or_check(
        "pytorch-optimizers.json", render_cases("pytorch", torch.__version__, runs), "pytorch",
        torch.__version__, check)
    write_or_check(
        "pytorch-regularisation.json", regularisation.render(), "pytorch", torch.__version__, check)
    write_or_check(
        "pytorch-opinions.json", opinions.render(), "pytorch", torch.__version__, check)
    write_or_check(
        "pytorch-forecasting.json", forecasting.render(), "pytorch", torch.__version__, check)


def write_or_check(name, text, library, version, check):
    path = FIXTURES / name
    if not check:
        path.write_text(text)
        print(f"wrote {name}")
    elif not same(json.loads(path.read_text()), json.loads(text)):
        sys.exit(f"{name} differs from what {library} {version} computes")
    else:
        print(f"{name} agrees with {library} {version}")


if __name__ == "__main__":
    main()
