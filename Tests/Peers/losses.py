"""Writes Tests/Fixtures/peers-losses.json: losses with their gradients, and metrics, on random outputs.

    python losses.py           writes the fixture
    python losses.py --check   compares with it

Values and gradients of cosine similarity, Huber's and Poisson's loss, and of sample weights are Keras's,
on PyTorch; those of mixtures are of torch.distributions. Precision, recall, F1 of each class, R² and the
share among the k likeliest are Keras's metrics.
"""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy
import torch

FIXTURE = pathlib.Path(__file__).parent.parent / "Fixtures" / "peers-losses.json"
random = numpy.random.default_rng(5)
ROWS = 6


def flat(array):
    return [float(f"{float(value):.12g}") for value in numpy.asarray(array, dtype="float64").ravel()]


def keras_loss(loss, prediction, target):
    return getattr(keras.losses, loss)(target, prediction)


def pinball(prediction, target, quantiles):
    difference = target - prediction
    taus = torch.tensor(quantiles, dtype=torch.float64)
    return torch.maximum(taus * difference, (taus - 1) * difference).mean(-1)


def mixture(outputs, target, components):
    size = target.shape[1]
    weights = torch.distributions.Categorical(logits=outputs[:, :components])
    means = outputs[:, components : components * (1 + size)].reshape(-1, components, size)
    spreads = outputs[:, components * (1 + size) :].reshape(-1, components, size).exp()
    parts = torch.distributions.Independent(torch.distributions.Normal(means, spreads), 1)
    return -torch.distributions.MixtureSameFamily(weights, parts).log_prob(target)


def pen(outputs, target, components):
    up = torch.nn.functional.binary_cross_entropy_with_logits(outputs[:, 0], target[:, 2], reduction="none")
    logits, rest = outputs[:, 1 : 1 + components], outputs[:, 1 + components :]
    means = rest[:, : 2 * components].reshape(-1, components, 2)
    spreads = rest[:, 2 * components : 4 * components].reshape(-1, components, 2).exp()
    correlation = torch.tanh(rest[:, 4 * components :])
    covariance = torch.zeros(*means.shape, 2, dtype=torch.float64)
    covariance[..., 0, 0], covariance[..., 1, 1] = spreads[..., 0] ** 2, spreads[..., 1] ** 2
    covariance[..., 0, 1] = covariance[..., 1, 0] = correlation * spreads[..., 0] * spreads[..., 1]
    parts = torch.distributions.MultivariateNormal(means, covariance)
    return up - torch.distributions.MixtureSameFamily(torch.distributions.Categorical(logits=logits), parts).log_prob(target[:, :2])


def normal(*shape):
    return torch.tensor(random.normal(size=shape))


def pens():
    return torch.cat([normal(ROWS, 2), torch.tensor(random.integers(0, 2, (ROWS, 1)).astype(float))], 1)


LOSSES = {
    "cosineSimilarity": (normal(ROWS, 4), normal(ROWS, 4), lambda p, y: keras_loss("cosine_similarity", p, y)),
    "huber": (2 * normal(ROWS, 4), normal(ROWS, 4), lambda p, y: keras.losses.huber(y, p, delta=0.75)),
    "poisson": (normal(ROWS, 3).exp(), torch.tensor(random.poisson(2, (ROWS, 3)).astype(float)), lambda p, y: keras_loss("poisson", p, y)),
    "pinball": (normal(ROWS, 3), normal(ROWS, 1), lambda p, y: pinball(p, y, [0.1, 0.5, 0.9])),
    "gaussianMixture 1": (normal(ROWS, 9), normal(ROWS, 1), lambda p, y: mixture(p, y, 3)),
    "gaussianMixture 2": (normal(ROWS, 15), normal(ROWS, 2), lambda p, y: mixture(p, y, 3)),
    "far from any": (torch.cat([20 * normal(ROWS, 4), normal(ROWS, 2)], 1), 40 * normal(ROWS, 1), lambda p, y: mixture(p, y, 2)),
    "penMixture": (normal(ROWS, 19), pens(), lambda p, y: pen(p, y, 3)),
}


def loss_case(name, outputs, target, loss):
    outputs.requires_grad_(True)
    values = loss(outputs, target)
    values.sum().backward()
    return {"name": name, "outputs": flat(outputs.detach()), "target": flat(target),
            "losses": flat(values.detach()), "gradient": flat(outputs.grad)}


def updated(metric, target, prediction, weights=None):
    metric.update_state(target, prediction, sample_weight=weights)
    return flat(keras.ops.convert_to_numpy(metric.result()))


def metric_case():
    rows, classes = 40, 4
    p = numpy.exp(random.normal(size=(rows, classes)) * 1.5).astype("float32")
    p /= p.sum(1, keepdims=True)
    y = random.integers(0, classes - 1, rows)  # The last class never occurs.
    one_hot = numpy.eye(classes, dtype="float32")[y]
    weights = random.uniform(0, 2, rows).astype("float32")
    hard = numpy.eye(classes, dtype="float32")[p.argmax(1)]
    metrics = keras.metrics
    per_class = lambda kind: [updated(kind(class_id=c), one_hot, hard)[0] for c in range(classes)]
    return {
        "predictions": flat(p), "classes": [int(value) for value in y], "weights": flat(weights),
        "top_2": updated(metrics.SparseTopKCategoricalAccuracy(2), y, p),
        "weighted accuracy": updated(metrics.SparseCategoricalAccuracy(), y, p, weights),
        "precision": per_class(metrics.Precision), "recall": per_class(metrics.Recall),
        "f1": updated(metrics.F1Score(), one_hot, p),
        "multi-label precision": updated(metrics.Precision(), one_hot, p),
        "multi-label recall": updated(metrics.Recall(), one_hot, p),
        "r2": updated(metrics.R2Score(), one_hot, p),
        "cosine": updated(metrics.CosineSimilarity(), one_hot, p),
        "rmse": updated(metrics.RootMeanSquaredError(), one_hot, p),
        "weighted mse": updated(metrics.MeanSquaredError(), one_hot, p, weights),
        "loss with weights": flat(keras.ops.convert_to_numpy(keras.losses.SparseCategoricalCrossentropy()(y, p, sample_weight=weights))),
    }


def same(mine, theirs):
    if isinstance(mine, dict):
        return mine.keys() == theirs.keys() and all(same(mine[key], theirs[key]) for key in mine)
    if isinstance(mine, list):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    return mine == theirs if isinstance(mine, str) else abs(mine - theirs) <= 1e-6 * max(1, abs(theirs))


if __name__ == "__main__":
    fixture = {"losses": [loss_case(name, *case) for name, case in LOSSES.items()], "metrics": metric_case()}
    if "--check" in sys.argv:
        sys.exit(0 if same(fixture, json.loads(FIXTURE.read_text())) else f"{FIXTURE} differs")
    FIXTURE.write_text(json.dumps(fixture) + "\n")
