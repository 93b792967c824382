"""Computes Tests/Fixtures/keras-convolutions.json: convolutions and pooling of Keras, each with its
weights, a batch, what it gives, the gradients of a weighted sum of that, and PyTorch's where it has the
layer in the same form.

    python Tests/Peers/convolutions.py            writes the file
    python Tests/Peers/convolutions.py --check    computes it again and compares

Keras runs on JAX: on PyTorch its transposed convolutions of some sizes are shifted by one, as it warns.
"""

import json
import os
import pathlib
import sys

os.environ["KERAS_BACKEND"] = "jax"

import jax  # noqa: E402
import keras  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402
from keras import layers  # noqa: E402

FIXTURE = pathlib.Path(__file__).parent.parent / "Fixtures" / "keras-convolutions.json"
STEPS, IMAGE = (7, 3), (5, 6, 2)

CASES = {
    "conv1d valid": (STEPS, lambda: layers.Conv1D(4, 3)),
    "conv1d strides": (STEPS, lambda: layers.Conv1D(4, 3, strides=2, padding="same", activation="tanh")),
    "conv1d even": (STEPS, lambda: layers.Conv1D(4, 4, strides=3, padding="same", use_bias=False)),
    "conv1d causal": (STEPS, lambda: layers.Conv1D(4, 2, padding="causal", dilation_rate=3)),
    "conv1d causal strides": (STEPS, lambda: layers.Conv1D(4, 3, strides=2, padding="causal")),
    "conv1d dilated": (STEPS, lambda: layers.Conv1D(4, 3, dilation_rate=2, padding="same")),
    "conv1d transpose": (STEPS, lambda: layers.Conv1DTranspose(4, 3, strides=2)),
    "conv1d transpose same": (STEPS, lambda: layers.Conv1DTranspose(4, 4, strides=2, padding="same")),
    "conv1d transpose odd": (STEPS, lambda: layers.Conv1DTranspose(4, 5, strides=2, padding="same")),
    "conv1d transpose gaps": (STEPS, lambda: layers.Conv1DTranspose(4, 2, strides=3, padding="same")),
    "conv2d valid": (IMAGE, lambda: layers.Conv2D(3, (2, 3))),
    "conv2d same": (IMAGE, lambda: layers.Conv2D(3, (3, 2), padding="same", activation="relu")),
    "conv2d strides": (IMAGE, lambda: layers.Conv2D(3, (3, 4), strides=(2, 3), padding="same")),
    "conv2d softmax": (IMAGE, lambda: layers.Conv2D(3, 2, activation="softmax")),
    "conv2d transpose": (IMAGE, lambda: layers.Conv2DTranspose(3, (3, 2), strides=(2, 1))),
    "conv2d transpose same": (IMAGE, lambda: layers.Conv2DTranspose(3, 3, strides=2, padding="same")),
    "max1d": (STEPS, lambda: layers.MaxPooling1D(3, strides=2)),
    "max1d same": (STEPS, lambda: layers.MaxPooling1D(2, padding="same")),
    "average1d": (STEPS, lambda: layers.AveragePooling1D(3, strides=1)),
    "average1d same": (STEPS, lambda: layers.AveragePooling1D(3, padding="same")),
    "max2d": (IMAGE, lambda: layers.MaxPooling2D((2, 3), strides=(1, 2))),
    "max2d same": (IMAGE, lambda: layers.MaxPooling2D(2, padding="same")),
    "average2d": (IMAGE, lambda: layers.AveragePooling2D(2)),
    "average2d same": (IMAGE, lambda: layers.AveragePooling2D((3, 2), padding="same")),
    "global max1d": (STEPS, lambda: layers.GlobalMaxPooling1D()),
    "global average1d": (STEPS, lambda: layers.GlobalAveragePooling1D()),
    "global max2d": (IMAGE, lambda: layers.GlobalMaxPooling2D()),
    "global average2d": (IMAGE, lambda: layers.GlobalAveragePooling2D()),
    "upsampling1d": (STEPS, lambda: layers.UpSampling1D(3)),
    "upsampling2d": (IMAGE, lambda: layers.UpSampling2D((2, 3))),
}


def flat(array):
    return [float(f"{value:.7g}") for value in numpy.asarray(array, dtype="float64").ravel()]


def by_pytorch(name, x, values):
    """The same by PyTorch; None where padding, or what it has of it, is another."""
    x, values = torch.tensor(x), [torch.tensor(value) for value in values]
    call = torch.nn.functional
    if x.ndim == 3:
        x = x.permute(0, 2, 1)
        turned, back = [value.permute(2, 1, 0) if value.ndim == 3 else value for value in values], (0, 2, 1)
    else:
        x = x.permute(0, 3, 1, 2)
        turned, back = [value.permute(3, 2, 0, 1) if value.ndim == 4 else value for value in values], (0, 2, 3, 1)
    work = {
        "conv1d valid": lambda: call.conv1d(x, *turned),
        "conv1d dilated": lambda: call.conv1d(x, *turned, padding="same", dilation=2),
        "conv1d transpose": lambda: call.conv_transpose1d(x, *turned, stride=2),
        "conv2d valid": lambda: call.conv2d(x, *turned),
        "conv2d transpose": lambda: call.conv_transpose2d(x, *turned, stride=(2, 1)),
        "max1d": lambda: call.max_pool1d(x, 3, 2),
        "average1d": lambda: call.avg_pool1d(x, 3, 1),
        "max2d": lambda: call.max_pool2d(x, (2, 3), (1, 2)),
        "average2d": lambda: call.avg_pool2d(x, 2),
    }.get(name)
    return None if work is None else work().permute(back).numpy()


def case(name, shape, make):
    keras.utils.set_random_seed(len(name))
    layer = make()
    x = numpy.random.normal(size=(2,) + shape).astype("float32")
    layer.build((None,) + shape)
    layer.set_weights([value + numpy.random.uniform(-0.2, 0.2, value.shape) for value in layer.get_weights()])
    weights = [variable.value for variable in layer.trainable_variables]
    y = layer(x)
    direction = numpy.random.uniform(size=y.shape).astype("float32")

    def weighted(weights, x):
        return (layer.stateless_call(weights, [], x)[0] * direction).sum()

    gradients, input_gradient = jax.grad(weighted, (0, 1))(weights, x)
    other = by_pytorch(name, x, [numpy.array(value) for value in weights])
    if other is not None:
        assert numpy.allclose(other, y, atol=1e-5), f"{name}: Keras and PyTorch differ"
    return {
        "name": name,
        "input": flat(x),
        "weights": [flat(value) for value in weights],
        "output": flat(y),
        "direction": flat(direction),
        "gradients": [flat(value) for value in gradients],
        "inputGradient": flat(input_gradient),
    }


def same(mine, theirs):
    if isinstance(mine, dict):
        return mine.keys() == theirs.keys() and all(same(mine[key], theirs[key]) for key in mine)
    if isinstance(mine, list):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    return mine == theirs if isinstance(mine, str) else abs(mine - theirs) <= 1e-5 * max(1, abs(theirs))


if __name__ == "__main__":
    fixture = {"cases": [case(name, *parts) for name, parts in CASES.items()]}
    if "--check" in sys.argv:
        sys.exit(0 if same(fixture, json.loads(FIXTURE.read_text())) else f"{FIXTURE} differs")
    FIXTURE.write_text(json.dumps(fixture) + "\n")
