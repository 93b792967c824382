"""Runs what this library writes for others: ONNX files in ONNX Runtime, weights in PyTorch and Keras.

    LEARNLSTM_EXCHANGE=FOLDER swift test --filter ONNXTests
    python Tests/Peers/exchange.py FOLDER

The suite writes models of random layers, and graphs, each with examples and what our model gives for
them. onnx's checker must find nothing, shapes and types included, and ONNX Runtime must give the same
numbers to 1e-5, with each example by itself and with all in a batch. Of layers one after the other,
PyTorch's modules and Keras's model must take the weights, all of them and no others, and give the same
numbers, too.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
import safetensors.numpy  # noqa: E402
import safetensors.torch  # noqa: E402
import torch  # noqa: E402

TOLERANCE = 1e-5


def padded(examples):
    """A batch, with numbers behind shorter sequences that would spoil the outputs if they counted."""
    if not isinstance(examples[0][0], list) and isinstance(examples[0][0], float):
        return numpy.array(examples, numpy.float32)
    longest = max(map(len, examples))
    if isinstance(examples[0][0], list):
        shape, kind, filling = (len(examples), longest, len(examples[0][0])), numpy.float32, 7.5
    else:
        shape, kind, filling = (len(examples), longest), numpy.int64, 0
    batch = numpy.full(shape, filling, kind)
    for row, example in enumerate(examples):
        batch[row, : len(example)] = example
    return batch


def worst(session, case, rows):
    """The largest difference for some of the examples."""
    names = {given.name for given in session.get_inputs()}
    feed = {}
    for name, examples in case["inputs"].items():
        chosen = [examples[row] for row in rows]
        feed[name] = padded(chosen)
        if f"{name}_lengths" in names:
            feed[f"{name}_lengths"] = numpy.array([len(example) for example in chosen], numpy.int32)
    assert feed.keys() == names, (feed.keys(), names)
    difference = 0
    results = session.run(None, feed)
    for output, result in zip(session.get_outputs(), results, strict=True):
        expected = case["outputs"][output.name]
        for row, given in zip(rows, result, strict=True):
            steps = numpy.array(expected[row], numpy.float32)
            given = given[: len(steps)] if given.ndim == 2 else given[None]
            assert given.shape == steps.shape, (output.name, given.shape, steps.shape)
            difference = max(difference, numpy.abs(given - steps).max())
    return difference


# Layers one after the other


def described(case):
    """Pairs of a layer's type and settings; of a bidirectional one the settings have both."""
    return [(kind, next(iter(box.values()))) for layer in case["layers"] for kind, box in layer.items()]


def one_direction(kind, settings):
    """The type and settings of a recurrent layer, and how its directions merge, or None."""
    if kind != "bidirectional":
        return kind, settings, None
    ((inner, box),) = settings["kind"].items()
    return inner, next(iter(box.values())), settings["merge"]


CELLS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "simpleRNN": torch.nn.RNN}
FUNCTIONS = {
    "linear": lambda x: x, "relu": torch.relu, "sigmoid": torch.sigmoid, "tanh": torch.tanh,
    "softmax": lambda x: torch.softmax(x, -1), "hardSigmoid": torch.nn.functional.hardsigmoid,
    "elu": torch.nn.functional.elu, "softplus": torch.nn.functional.softplus, "exponential": torch.exp,
}


def in_pytorch(case, state):
    """The modules under the names that the file has by default, and what runs them."""
    modules, steps, counts = torch.nn.ModuleDict(), [], {}

    def add(name, module):
        counts[name] = counts.get(name, 0) + 1
        name += f"_{counts[name] - 1}" if counts[name] > 1 else ""
        modules[name] = module
        return module

    size = None
    for kind, settings in described(case):
        if kind == "input":
            size = settings["features"]
        elif kind == "embedding":
            size = settings["size"]
            steps.append(add("embedding", torch.nn.Embedding(settings["vocabularySize"], size)))
        elif kind == "layerNorm":
            steps.append(add("layer_norm", torch.nn.LayerNorm(size, settings["epsilon"])))
        elif kind == "dense":
            steps.append(add("linear", torch.nn.Linear(size, settings["units"])))
            steps.append(FUNCTIONS[settings["activation"]])
            size = settings["units"]
        elif kind == "activation":
            steps.append(FUNCTIONS[settings["function"]])
        elif kind != "dropout":
            inner, settings, merge = one_direction(kind, settings)
            units, options = settings["units"], settings["options"]
            module = CELLS[inner](size, units, batch_first=True, bidirectional=merge is not None)
            add({"simpleRNN": "rnn"}.get(inner, inner), module)
            steps.append(recurrent(module, options, merge))
            size = 2 * units if merge == "concatenate" else units
    modules.load_state_dict(state)

    def run(x):
        for step in steps:
            x = step(x)
        return x

    return run


def recurrent(module, options, merge):
    def run(x):
        backwards = options["goBackwards"]
        y, _ = module(x.flip(1) if backwards else x)
        if not options["returnSequences"]:
            # What each direction ends with.
            half = module.hidden_size
            y = torch.cat([y[:, -1, :half], y[:, 0, half:]], -1)
        elif backwards:
            y = y.flip(1)
        return y[..., :half_of(y)] + y[..., half_of(y):] if merge == "sum" else y

    return run


def half_of(x):
    return x.shape[-1] // 2


def in_keras(case, weights):
    layers, names, counts = [], keras.layers, {}
    for kind, settings in described(case):
        if kind == "input":
            layers.append(keras.Input((None, settings["features"])))
        elif kind == "embedding":
            layers.append(keras.Input((None,), dtype="int32"))
            layers.append(names.Embedding(settings["vocabularySize"], settings["size"]))
        elif kind == "layerNorm":
            layers.append(names.LayerNormalization(epsilon=settings["epsilon"]))
        elif kind == "dense":
            layers.append(names.Dense(
                settings["units"], activation=keras_name(settings["activation"]), use_bias=settings.get("useBias", True)))
        elif kind == "activation":
            layers.append(names.Activation(keras_name(settings["function"])))
        elif kind != "dropout":
            inner, settings, merge = one_direction(kind, settings)
            cell = {"lstm": names.LSTM, "gru": names.GRU, "simpleRNN": names.SimpleRNN}[inner]
            options = settings["options"]
            more = {"use_bias": options.get("useBias", True)}
            if inner != "simpleRNN":
                more["recurrent_activation"] = keras_name(options.get("recurrentActivation", "sigmoid"))
            if inner == "gru":
                more["reset_after"] = settings.get("resetAfter", True)
            layer = cell(
                settings["units"], return_sequences=options["returnSequences"],
                go_backwards=options["goBackwards"],
                activation=keras_name(options.get("activation", "tanh")), **more)
            if merge:
                modes = {"concatenate": "concat", "mean": "ave", "product": "mul"}
                layer = names.Bidirectional(layer, merge_mode=modes.get(merge, merge))
            layers.append(layer)
            if options["goBackwards"] and options["returnSequences"]:
                layers.append(names.Lambda(lambda x: keras.ops.flip(x, 1)))
    model = keras.Sequential(layers)
    for layer in model.layers:
        if not layer.weights:
            continue
        # Names as in the first model of a process.
        name = snake(type(layer).__name__)
        counts[name] = counts.get(name, 0) + 1
        name += f"_{counts[name] - 1}" if counts[name] > 1 else ""
        mine = sorted(key for key in weights if key.startswith(name + "/"))
        layer.set_weights([weights.pop(key) for key in mine])
    assert not weights, weights.keys()
    return model


def keras_name(function):
    return "hard_sigmoid" if function == "hardSigmoid" else function


def snake(name):
    return {
        "LSTM": "lstm", "GRU": "gru", "SimpleRNN": "simple_rnn",
        "LayerNormalization": "layer_normalization",
    }.get(name, name.lower())


def check_weights(path, case):
    """The largest differences in PyTorch, where its modules have the settings, and in Keras."""
    runs = {}
    state = path.with_suffix(".pytorch.safetensors")
    if state.exists():
        run = in_pytorch(case, safetensors.torch.load_file(state))
        runs["PyTorch"] = lambda batch: run(torch.tensor(batch)).numpy()
    model = in_keras(case, safetensors.numpy.load_file(path.with_suffix(".keras.safetensors")))
    runs["Keras"] = lambda batch: keras.ops.convert_to_numpy(model(batch))
    differences = dict.fromkeys(runs, 0)
    ((_, examples),) = case["inputs"].items()
    # Each example by itself.
    for example, expected in zip(examples, case["outputs"]["output_0"], strict=True):
        for name, run_batch in runs.items():
            with torch.no_grad():
                result = run_batch(padded([example]))[0]
            result = result[None] if result.ndim == 1 else result
            differences[name] = max(differences[name], numpy.abs(result - numpy.array(expected)).max())
    return differences


def main():
    if len(sys.argv) != 2:
        sys.exit("exchange.py takes the folder that the suite wrote to")
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
    if not paths:
        sys.exit(f"there is no ONNX file in {sys.argv[1]}")
    largest = 0
    for path in paths:
        case = json.loads(path.with_suffix(".json").read_text())
        onnx.checker.check_model(str(path), full_check=True)
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        count = len(next(iter(case["inputs"].values())))
        together = worst(session, case, range(count))
        alone = max(worst(session, case, [row]) for row in range(count))
        print(f"{path.stem:<12} {together:.1e} in a batch, {alone:.1e} alone")
        largest = max(largest, together, alone)
        if case.get("layers"):
            differences = check_weights(path, case)
            print(" " * 13 + ", ".join(f"{value:.1e} in {name}" for name, value in differences.items()))
            largest = max(largest, *differences.values())
    versions = f"ONNX Runtime {onnxruntime.__version__}, PyTorch {torch.__version__}, Keras {keras.__version__}"
    print(f"{len(paths)} models in {versions}: at most {largest:.1e}")
    if not largest <= TOLERANCE:
        sys.exit(f"that is more than {TOLERANCE:.0e}")


if __name__ == "__main__":
    main()
