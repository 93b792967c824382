"""Computes Tests/Fixtures/{pytorch,keras}-models.json: whole models before and after training steps.

A case holds a model's weights under the library's own names, a batch of sequences of unequal
length, what the model gives, its loss, and the weights after some steps of an optimiser. The suite
of Layers reads the weights by name, and must arrive at the same numbers.

    python Tests/Peers/models.py            writes the files
    python Tests/Peers/models.py --check    computes them again and compares
"""

import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
from torch.nn.utils import rnn  # noqa: E402

from fixtures import FIXTURES, same  # noqa: E402

LENGTHS = [5, 2, 4]
FEATURES, UNITS, OUTPUTS, STEPS, RATE = 3, 4, 3, 3, 0.05

# Name, cell, directions, whether all steps count, loss, optimiser.
TORCH_CASES = [
    ("lstm, last step", "lstm", 1, False, "meanSquaredError", "sgd"),
    ("lstm, every step", "lstm", 1, True, "meanAbsoluteError", "momentum"),
    ("gru, last step", "gru", 1, False, "categoricalCrossEntropy", "nesterov"),
    ("gru, every step", "gru", 1, True, "sparseCategoricalCrossEntropy", "rmsProp"),
    ("rnn, last step", "rnn", 1, False, "binaryCrossEntropy", "adam"),
    ("rnn, every step", "rnn", 1, True, "meanSquaredError", "adamW"),
    ("lstm, both ways, last step", "lstm", 2, False, "sparseCategoricalCrossEntropy", "norm"),
    ("lstm, both ways, every step", "lstm", 2, True, "binaryCrossEntropy", "value"),
    ("gru, both ways, last step", "gru", 2, False, "meanSquaredError", "sgd"),
    ("gru, both ways, every step", "gru", 2, True, "categoricalCrossEntropy", "adam"),
    ("rnn, both ways, last step", "rnn", 2, False, "meanAbsoluteError", "rmsProp"),
    ("rnn, both ways, every step", "rnn", 2, True, "meanSquaredError", "nesterov"),
]

KERAS_CASES = [
    ("lstm, last step", "LSTM", None, False, "meanSquaredError", "sgd"),
    ("gru, every step", "GRU", None, True, "meanSquaredError", "sgd"),
    ("rnn, last step", "SimpleRNN", None, False, "categoricalCrossEntropy", "sgd"),
    ("lstm, both ways, every step", "LSTM", "concat", True, "binaryCrossEntropy", "sgd"),
    ("gru, both ways, last step", "GRU", "concat", False, "meanSquaredError", "sgd"),
    ("lstm, summed, last step", "LSTM", "sum", False, "categoricalCrossEntropy", "sgd"),
    ("gru, summed, every step", "GRU", "sum", True, "meanSquaredError", "sgd"),
]


def draw(random, *shape):
    return numpy.round(random.normal(0, 0.6, shape), 4)


def make_targets(random, loss, every_step):
    shape = (len(LENGTHS), max(LENGTHS)) if every_step else (len(LENGTHS),)
    if loss == "sparseCategoricalCrossEntropy":
        return random.integers(0, OUTPUTS, shape)
    targets = numpy.round(random.uniform(0, 1, (*shape, OUTPUTS)), 4)
    if loss == "categoricalCrossEntropy":
        targets = numpy.eye(OUTPUTS)[random.integers(0, OUTPUTS, shape)]
    return targets


def valid_steps(values, every_step):
    """The rows that count, one under the other."""
    if not every_step:
        return values
    return torch.cat([values[row, :length] for row, length in enumerate(LENGTHS)])


def loss_of(logits, targets, loss):
    if loss == "meanSquaredError":
        return torch.nn.functional.mse_loss(logits, targets)
    if loss == "meanAbsoluteError":
        return torch.nn.functional.l1_loss(logits, targets)
    if loss == "binaryCrossEntropy":
        return torch.nn.functional.binary_cross_entropy_with_logits(logits, targets)
    return torch.nn.functional.cross_entropy(logits, targets)


ACTIVATIONS = {
    "binaryCrossEntropy": torch.sigmoid,
    "categoricalCrossEntropy": lambda z: torch.softmax(z, -1),
    "sparseCategoricalCrossEntropy": lambda z: torch.softmax(z, -1),
}


def make_optimizer(name, parameters):
    if name == "momentum":
        return torch.optim.SGD(parameters, lr=RATE, momentum=0.9)
    if name == "nesterov":
        return torch.optim.SGD(parameters, lr=RATE, momentum=0.9, nesterov=True)
    if name == "rmsProp":
        return torch.optim.RMSprop(parameters, lr=RATE, alpha=0.9, eps=1e-7)
    if name == "adam":
        return torch.optim.Adam(parameters, lr=RATE)
    if name == "adamW":
        return torch.optim.AdamW(parameters, lr=RATE, weight_decay=0.1)
    return torch.optim.SGD(parameters, lr=RATE)


class TorchModel(torch.nn.Module):
    def __init__(self, cell, directions):
        super().__init__()
        make = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[cell]
        self.norm = torch.nn.LayerNorm(FEATURES)
        self.memory = make(
            FEATURES, UNITS, batch_first=True, bidirectional=directions == 2, dtype=torch.float64)
        self.norm.double()
        self.head = torch.nn.Linear(directions * UNITS, OUTPUTS, dtype=torch.float64)

    def forward(self, inputs, every_step):
        packed = rnn.pack_padded_sequence(
            self.norm(inputs), LENGTHS, batch_first=True, enforce_sorted=False)
        states, last = self.memory(packed)
        if every_step:
            states, _ = rnn.pad_packed_sequence(states, batch_first=True)
            return self.head(states)
        hidden = last[0] if isinstance(last, tuple) else last
        return self.head(torch.cat(list(hidden), -1))


def torch_case(random, case):
    name, cell, directions, every_step, loss, optimizer = case
    model = TorchModel(cell, directions)
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            parameter.copy_(torch.tensor(draw(random, *parameter.shape)))
            if optimizer == "adamW" and "bias_hh" in key:
                parameter.zero_()  # What stays as it is does not decay either.
    for key, parameter in model.named_parameters():
        # This library has one bias in LSTMs and RNNs: the other stays as it is.
        parameter.requires_grad_("bias_hh" not in key or cell == "gru")
    before = {key: value.detach().clone() for key, value in model.named_parameters()}
    inputs = torch.tensor(draw(random, len(LENGTHS), max(LENGTHS), FEATURES))
    targets = torch.tensor(make_targets(random, loss, every_step))
    trained = [value for value in model.parameters() if value.requires_grad]
    steps = make_optimizer(optimizer, trained)
    losses = []
    with torch.no_grad():
        outputs = ACTIVATIONS.get(loss, lambda z: z)(model(inputs, every_step))
    for _ in range(STEPS):
        steps.zero_grad()
        value = loss_of(
            valid_steps(model(inputs, every_step), every_step), valid_steps(targets, every_step),
            loss)
        value.backward()
        if optimizer == "norm":
            torch.nn.utils.clip_grad_norm_(trained, 0.2)
        if optimizer == "value":
            torch.nn.utils.clip_grad_value_(trained, 0.01)
        steps.step()
        losses.append(value.item())
    return record(
        name, cell, directions, "concat", every_step, loss, optimizer, before,
        dict(model.named_parameters()), inputs, targets, outputs, losses)


def keras_case(random, case):
    name, cell, merge, every_step, loss, _ = case
    # Padding before, amid and after what counts, which the mask alone tells.
    model_inputs = keras.Input((max(LENGTHS), FEATURES), dtype="float64")
    layer = getattr(keras.layers, cell)(
        UNITS, return_sequences=every_step, dtype="float64", name="memory")
    if merge:
        layer = keras.layers.Bidirectional(layer, merge_mode=merge, dtype="float64", name="both")
    masked = keras.layers.Masking(0.0, dtype="float64")(model_inputs)
    states = layer(masked)
    logits = keras.layers.Dense(OUTPUTS, dtype="float64", name="head")(states)
    model = keras.Model(model_inputs, logits)
    for variable in model.trainable_variables:
        variable.assign(draw(random, *variable.shape))
    before = {v.path: torch.tensor(keras.ops.convert_to_numpy(v)) for v in model.trainable_variables}
    array = draw(random, len(LENGTHS), max(LENGTHS), FEATURES)
    for row, steps in enumerate(MASKED):
        array[row, steps] = 0
    inputs = torch.tensor(array)
    targets = torch.tensor(make_targets(random, loss, every_step))
    valid = torch.tensor(array.any(-1))
    losses = []
    with torch.no_grad():
        outputs = ACTIVATIONS.get(loss, lambda z: z)(model(inputs))
    for _ in range(STEPS):
        model.zero_grad()
        logits = model(inputs)
        value = loss_of(
            logits[valid] if every_step else logits, targets[valid] if every_step else targets,
            loss)
        value.backward()
        with torch.no_grad():
            for variable in model.trainable_variables:
                variable.assign(variable.value - RATE * variable.value.grad)
        losses.append(value.item())
    after = {v.path: v.value for v in model.trainable_variables}
    return record(
        name, cell.lower(), 2 if merge else 1, merge or "concat", every_step, loss, "sgd", before,
        after, inputs, targets, outputs, losses)


# The time steps of each sequence that Keras's cases mask.
MASKED = [[], [0, 1], [2, 4]]


def record(
        name, cell, directions, merge, every_step, loss, optimizer, before, after, inputs, targets,
        outputs, losses):
    return {
        "name": name,
        "cell": cell,
        "directions": directions,
        "merge": merge,
        "everyStep": every_step,
        "loss": loss,
        "optimizer": optimizer,
        "inputs": inputs.tolist(),
        "targets": numbers(targets.double()),
        "outputs": numbers(outputs),
        "losses": losses,
        "before": {key: tensor(value) for key, value in before.items()},
        "after": {key: tensor(value) for key, value in after.items()},
    }


def numbers(value):
    return [float(f"{number:.12g}") for number in value.detach().reshape(-1).tolist()]


def tensor(value):
    return {"shape": list(value.shape), "values": numbers(value)}


def render(library, version, cases):
    lines = ",\n".join("    " + json.dumps(case) for case in cases)
    return (
        f'{{\n  "library": "{library}",\n  "version": "{version}",\n  "lengths": {LENGTHS},\n'
        f'  "cases": [\n{lines}\n  ]\n}}\n')


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit("models.py takes no argument, or --check")
    random = numpy.random.default_rng(2026)
    texts = [
        ("pytorch", torch.__version__, [torch_case(random, case) for case in TORCH_CASES]),
        ("keras", keras.__version__, [keras_case(random, case) for case in KERAS_CASES]),
    ]
    for library, version, cases in texts:
        path = FIXTURES / f"{library}-models.json"
        text = render(library, version, cases)
        if not check:
            path.write_text(text)
            print(f"wrote {path.name}")
        elif not same(json.loads(path.read_text()), json.loads(text)):
            sys.exit(f"{path.name} differs from what {library} {version} computes")
        else:
            print(f"{path.name} agrees with {library} {version}")


if __name__ == "__main__":
    main()
