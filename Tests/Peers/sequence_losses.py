"""Computes Tests/Fixtures/sequence-losses.json: PyTorch's CTC loss of random logits, and its
gradient with respect to them, for batches of unequal lengths; three steps of gradient descent on
Keras's CTC loss; and three on a conditional random field of a few lines of PyTorch, whose gradients
are automatic.

The suite of Layers must arrive at the same numbers.

    python Tests/Peers/sequence_losses.py            writes the file
    python Tests/Peers/sequence_losses.py --check    computes it again and compares
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402

FIXTURE = pathlib.Path(__file__).parent.parent / "Fixtures" / "sequence-losses.json"


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


def keras_model():
    """An LSTM under Keras's CTC loss, which takes zeros for the end of a target."""
    keras.utils.set_random_seed(3)
    steps = keras.Input((7, 2))
    parts = [keras.layers.LSTM(3, return_sequences=True), keras.layers.Dense(4)]
    model = keras.Model(steps, parts[1](parts[0](steps)))
    x = numpy.random.normal(size=(3, 7, 2)).astype("float32")
    y = numpy.array([[1, 1, 3], [2, 0, 0], [3, 1, 0]])
    for part in parts:
        part.set_weights([w + numpy.random.uniform(-0.5, 0.5, w.shape) for w in part.get_weights()])

    def weights():
        return [numpy.float64(w).ravel().tolist() for part in parts for w in part.get_weights()]

    result = {"x": numpy.float64(x).tolist(), "before": weights(), "losses": []}
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss=keras.losses.CTC())
    for _ in range(3):
        history = model.fit(x, y, epochs=1, batch_size=3, shuffle=False, verbose=0)
        result["losses"].append(history.history["loss"][0])
    result["targets"] = [[label for label in row if label] for row in y.tolist()]
    return result | {"after": weights()}


def crf_loss(emissions, tags, transitions, start, end):
    """−log of the probability of the tags of one sequence, steps × tags."""
    score = start[tags[0]] + end[tags[-1]] + emissions[torch.arange(len(tags)), tags].sum()
    score = score + transitions[tags[:-1], tags[1:]].sum()
    alpha = start + emissions[0]
    for step in emissions[1:]:
        alpha = torch.logsumexp(alpha[:, None] + transitions, 0) + step
    return torch.logsumexp(alpha + end, 0) - score


def crf_model(generator):
    """A linear map under a conditional random field, on sequences of unequal lengths."""
    steps, features, tags = [5, 3, 1], 2, 3

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    x = [normal(count, features) for count in steps]
    y = [torch.randint(0, tags, (count,), generator=generator) for count in steps]
    shapes = [(features, tags), (tags,), (tags, tags), (tags,), (tags,)]
    parameters = [normal(*shape).requires_grad_(True) for shape in shapes]
    weights, bias, *chain = parameters
    result = {
        "x": [row.tolist() for row in x],
        "targets": [row.tolist() for row in y],
        "before": [value.flatten().tolist() for value in parameters],
        "losses": [],
    }
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    for _ in range(3):
        losses = [crf_loss(a @ weights + bias, b, *chain) for a, b in zip(x, y)]
        loss = torch.stack(losses).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        result["losses"].append(float(loss.detach()))
    return result | {"after": [value.detach().flatten().tolist() for value in parameters]}


def compute():
    generator = torch.Generator().manual_seed(1)
    return {
        "torch": torch.__version__.split("+")[0],
        "ctc": [
            ctc(generator, batch=4, longest=6, classes=3, blank=0),
            ctc(generator, batch=3, longest=20, classes=5, blank=4),
            ctc(generator, batch=2, longest=40, classes=12, blank=7),
        ],
        "keras": keras_model(),
        "crf": crf_model(generator),
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
    return abs(first - second) > 1e-5 * max(1, abs(first))


if __name__ == "__main__":
    result = rounded(compute())
    if "--check" in sys.argv:
        if differs(json.loads(FIXTURE.read_text()), result):
            sys.exit(f"{FIXTURE.name} differs from what PyTorch and Keras give")
        print(f"{FIXTURE.name} is what PyTorch and Keras give")
    else:
        FIXTURE.write_text(json.dumps(result) + "\n")
