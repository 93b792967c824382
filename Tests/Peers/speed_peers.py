"""One library trains, or writes with, one model; speed.py starts it, a process for each measurement.

    python speed_peers.py pytorch '{"task": "train", "hidden": 128, …}'

It prints the tokens that it took a second, the median of its steps, and the memory of the process.
"""

import json
import os
import resource
import statistics
import sys
import time

EMBEDDING, CLIP = 64, 5.0


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024)


def median_time(seconds, step):
    """Seconds that a step takes, after a warm-up."""
    for _ in range(3):
        step()
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


# MARK: PyTorch


def pytorch(case):
    import torch
    from torch import nn

    imported = peak_bytes()
    torch.manual_seed(1)
    torch.set_num_threads(case["threads"])
    torch.set_num_interop_threads(1)
    vocabulary = case["vocabulary"]

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(vocabulary, EMBEDDING)
            # Time comes first, as is PyTorch's own way.
            self.lstm = nn.LSTM(EMBEDDING, case["hidden"], case["layers"])
            self.output = nn.Linear(case["hidden"], vocabulary)

        def forward(self, symbols, state):
            states, state = self.lstm(self.embedding(symbols), state)
            return self.output(states), state

    model = Model()
    symbols = torch.randint(vocabulary, (case["length"] + 1, case["batch"]))
    state = None

    if case["task"] == "train":
        optimizer = torch.optim.Adam(model.parameters())

        def step():
            nonlocal state
            logits, state = model(symbols[:-1], state)
            state = tuple(part.detach() for part in state)
            loss = nn.functional.cross_entropy(
                logits.view(-1, vocabulary), symbols[1:].reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()

        tokens = case["batch"] * case["length"]
    else:
        symbol = torch.zeros(1, 1, dtype=torch.long)
        tokens = 64

        def step():
            nonlocal state, symbol
            with torch.inference_mode():
                for _ in range(tokens):
                    logits, state = model(symbol, state)
                    symbol = logits.argmax(-1)

    rate = tokens / median_time(case["seconds"], step)
    return rate, f"PyTorch {torch.__version__.split('+')[0]}", imported


def unequal_batches(case, random, count=16):
    """Batches of sentences of 5 to 60 symbols, 20 on average, as `course bench --task read` has them."""
    batches = []
    for _ in range(count):
        lengths = (5 + 55.999 * random.random(case["batch"]) ** (8 / 3)).astype("int64")
        symbols = random.integers(1, case["vocabulary"], size=(case["batch"], lengths.max()))
        labels = random.integers(0, 2, size=(case["batch"], 1)).astype("float32")
        batches.append((symbols, lengths, labels))
    return batches


def pytorch_reading(case):
    """Both directions over packed sequences, and a label for each sentence."""
    import numpy
    import torch
    from torch import nn
    from torch.nn.utils.rnn import pack_padded_sequence

    imported = peak_bytes()
    torch.manual_seed(1)
    torch.set_num_threads(case["threads"])
    torch.set_num_interop_threads(1)

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(case["vocabulary"], EMBEDDING)
            self.lstm = nn.LSTM(EMBEDDING, case["hidden"], batch_first=True, bidirectional=True)
            self.output = nn.Linear(2 * case["hidden"], 1)

        def forward(self, symbols, lengths):
            packed = pack_padded_sequence(
                self.embedding(symbols), lengths, batch_first=True, enforce_sorted=False)
            _, (hidden, _) = self.lstm(packed)
            return self.output(torch.cat([hidden[0], hidden[1]], dim=1))

    model = Model()
    optimizer = torch.optim.Adam(model.parameters())
    batches = [tuple(torch.from_numpy(part) for part in batch)
               for batch in unequal_batches(case, numpy.random.default_rng(1))]

    def epoch():
        for symbols, lengths, labels in batches:
            loss = nn.functional.binary_cross_entropy_with_logits(model(symbols, lengths), labels)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()

    tokens = sum(int(lengths.sum()) for _, lengths, _ in batches)
    rate = tokens / median_time(case["seconds"], epoch)
    return rate, f"PyTorch {torch.__version__.split('+')[0]}", imported


def torchscript(case):
    """Writing with nn.LSTMCell in a compiled loop: PyTorch's fastest way that needs no compiler."""
    import torch
    from torch import nn

    imported = peak_bytes()
    torch.manual_seed(1)
    torch.set_num_threads(case["threads"])
    torch.set_num_interop_threads(1)

    class Writer(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(case["vocabulary"], EMBEDDING)
            self.cell = nn.LSTMCell(EMBEDDING, case["hidden"])
            self.output = nn.Linear(case["hidden"], case["vocabulary"])

        def forward(self, symbol: torch.Tensor, h: torch.Tensor, c: torch.Tensor, count: int):
            for _ in range(count):
                h, c = self.cell(self.embedding(symbol), (h, c))
                symbol = self.output(h).argmax(-1)
            return symbol, h, c

    writer = torch.jit.freeze(torch.jit.script(Writer().eval()))
    state = torch.zeros(1, dtype=torch.long), *(torch.zeros(1, case["hidden"]) for _ in "hc")

    def step():
        nonlocal state
        with torch.inference_mode():
            state = writer(*state, 64)

    rate = 64 / median_time(case["seconds"], step)
    return rate, f"LSTMCell in TorchScript {torch.__version__.split('+')[0]}", imported


# MARK: JAX


def jax(case):
    """Compiled as a whole, the time steps by `lax.scan`; the products of all inputs come first."""
    os.environ["XLA_FLAGS"] = (
        f"--xla_cpu_multi_thread_eigen={str(case['threads'] > 1).lower()} "
        f"intra_op_parallelism_threads={case['threads']}")
    os.environ["JAX_PLATFORMS"] = "cpu"
    import jax
    import jax.numpy as jnp
    import numpy

    imported = peak_bytes()
    random = numpy.random.default_rng(1)
    hidden, vocabulary, batch = case["hidden"], case["vocabulary"], case["batch"]

    def weights(rows, columns):
        return (random.standard_normal((rows, columns)) / numpy.sqrt(rows)).astype("float32")

    parameters = {
        "embedding": weights(vocabulary, EMBEDDING), "output": weights(hidden, vocabulary),
        "bias": numpy.zeros(vocabulary, "float32"),
        "layers": [(weights(hidden if layer else EMBEDDING, 4 * hidden), weights(hidden, 4 * hidden),
                    numpy.zeros(4 * hidden, "float32")) for layer in range(case["layers"])]}
    parameters = jax.tree.map(jnp.asarray, parameters)
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    moments = zeros, jax.tree.map(jnp.zeros_like, parameters)
    states = [(jnp.zeros((batch, hidden)),) * 2 for _ in range(case["layers"])]
    symbols = jnp.asarray(random.integers(vocabulary, size=(case["length"] + 1, batch)))

    def forward(parameters, states, symbols):
        x, after = parameters["embedding"][symbols], []
        for (W, U, b), state in zip(parameters["layers"], states):
            def step(state, z, U=U):
                h, c = state
                i, f, g, o = jnp.split(z + h @ U, 4, axis=1)
                c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
                h = jax.nn.sigmoid(o) * jnp.tanh(c)
                return (h, c), h
            state, x = jax.lax.scan(step, state, x @ W + b, unroll=case.get("unroll", 1))
            after.append(state)
        return x @ parameters["output"] + parameters["bias"], after

    def loss(parameters, states, symbols):
        logits, states = forward(parameters, states, symbols[:-1])
        logs = jax.nn.log_softmax(logits)
        return -jnp.take_along_axis(logs, symbols[1:, :, None], axis=-1).mean(), states

    @jax.jit
    def update(parameters, moments, taken, states, symbols):
        (value, states), gradients = jax.value_and_grad(loss, has_aux=True)(
            parameters, states, symbols)
        norm = jnp.sqrt(sum(jnp.sum(g**2) for g in jax.tree.leaves(gradients)))
        gradients = jax.tree.map(lambda g: g * jnp.minimum(1, CLIP / norm), gradients)
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, moments[0], gradients)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g**2, moments[1], gradients)
        rate = 0.001 * jnp.sqrt(1 - 0.999**taken) / (1 - 0.9**taken)
        parameters = jax.tree.map(
            lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), parameters, first, second)
        return value, parameters, (first, second), states

    taken = 0

    def step():
        nonlocal parameters, moments, states, taken
        taken += 1
        value, parameters, moments, states = update(
            parameters, moments, jnp.float32(taken), states, symbols)
        value.block_until_ready()

    seconds = median_time(case["seconds"], step)
    return case["length"] * batch / seconds, f"JAX {jax.__version__}", imported


# MARK: ONNX Runtime


def onnx_writer(case):
    """Symbol and state to the next symbol and state, as an ONNX model of one LSTM."""
    import numpy
    from onnx import TensorProto, helper, numpy_helper

    random = numpy.random.default_rng(1)
    hidden, vocabulary = case["hidden"], case["vocabulary"]

    def weights(name, *shape):
        values = random.standard_normal(shape) / numpy.sqrt(shape[-1])
        return numpy_helper.from_array(values.astype("float32"), name)

    nodes = [
        helper.make_node("Gather", ["embedding", "symbol"], ["x"]),
        helper.make_node(
            "LSTM", ["x", "W", "R", "B", "", "h", "c"], ["", "h_next", "c_next"],
            hidden_size=hidden),
        helper.make_node("Squeeze", ["h_next", "first"], ["last"]),
        helper.make_node("MatMul", ["last", "V"], ["product"]),
        helper.make_node("Add", ["product", "b"], ["logits"]),
        helper.make_node("ArgMax", ["logits"], ["symbol_next"], axis=1, keepdims=1)]
    state = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, hidden])
    symbol = lambda name: helper.make_tensor_value_info(name, TensorProto.INT64, [1, 1])
    graph = helper.make_graph(
        nodes, "writer", [symbol("symbol"), state("h"), state("c")],
        [symbol("symbol_next"), state("h_next"), state("c_next")],
        [weights("embedding", vocabulary, EMBEDDING), weights("W", 1, 4 * hidden, EMBEDDING),
         weights("R", 1, 4 * hidden, hidden), weights("B", 1, 8 * hidden),
         weights("V", hidden, vocabulary), weights("b", vocabulary),
         numpy_helper.from_array(numpy.array([0]), "first")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def onnx(case, quantised=False):
    """Writing with one session, its inputs and outputs bound to memory that stays."""
    import tempfile
    from pathlib import Path

    import numpy
    import onnx
    import onnxruntime

    imported = peak_bytes()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = settings.inter_op_num_threads = case["threads"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "writer.onnx"
        onnx.save(onnx_writer(case), path)
        if quantised:
            from onnxruntime.quantization import QuantType, quantize_dynamic

            quantize_dynamic(
                path, Path(folder) / "small.onnx", weight_type=QuantType.QInt8, per_channel=True)
            path = Path(folder) / "small.onnx"
        session = onnxruntime.InferenceSession(
            path, settings, providers=["CPUExecutionProvider"])
    hidden = case["hidden"]
    value = onnxruntime.OrtValue.ortvalue_from_numpy
    values = [{"symbol": value(numpy.zeros((1, 1), "int64")),
               "h": value(numpy.zeros((1, 1, hidden), "float32")),
               "c": value(numpy.zeros((1, 1, hidden), "float32"))} for _ in range(2)]
    bindings = []
    for inputs, outputs in [values, values[::-1]]:
        binding = session.io_binding()
        for name in inputs:
            binding.bind_ortvalue_input(name, inputs[name])
            binding.bind_ortvalue_output(name + "_next", outputs[name])
        bindings.append(binding)

    def step():
        for _ in range(32):
            session.run_with_iobinding(bindings[0])
            session.run_with_iobinding(bindings[1])

    rate = 64 / median_time(case["seconds"], step)
    bits = ", 8 bits" if quantised else ""
    return rate, f"ONNX Runtime {onnxruntime.__version__}{bits}", imported


def onnx8(case):
    """The same with weights of 8 bits, a scale for each column."""
    return onnx(case, quantised=True)


# MARK: Keras


def keras(case):
    """On TensorFlow where there is one, otherwise on PyTorch, where Keras cannot carry the state of a
    training from batch to batch: PyTorch finds that its gradient's numbers were overwritten."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    try:
        import tensorflow

        os.environ["KERAS_BACKEND"] = "tensorflow"
        tensorflow.config.threading.set_intra_op_parallelism_threads(case["threads"])
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
        backend, stateful = f"TensorFlow {tensorflow.__version__}", True
    except ImportError:
        import torch

        os.environ["KERAS_BACKEND"] = "torch"
        torch.set_num_threads(case["threads"])
        backend, stateful = f"PyTorch {torch.__version__.split('+')[0]}, stateless", False
    import keras
    import numpy

    imported = peak_bytes()
    keras.utils.set_random_seed(1)
    batch, length, vocabulary = case["batch"], case["length"], case["vocabulary"]
    model = keras.Sequential(
        [keras.Input(batch_shape=(batch, length), dtype="int32"),
         keras.layers.Embedding(vocabulary, EMBEDDING)]
        + [keras.layers.LSTM(case["hidden"], return_sequences=True, stateful=stateful)
           for _ in range(case["layers"])]
        + [keras.layers.Dense(vocabulary)])
    model.compile(
        optimizer=keras.optimizers.Adam(global_clipnorm=CLIP),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    symbols = numpy.random.default_rng(1).integers(vocabulary, size=(batch, length + 1))
    inputs, targets = symbols[:, :-1].astype("int32"), symbols[:, 1:].astype("int32")
    seconds = median_time(case["seconds"], lambda: model.train_on_batch(inputs, targets))
    return batch * length / seconds, f"Keras {keras.__version__} on {backend}", imported


# MARK: NumPy


def numpy(case):
    """As a learner would write it: the equations, a time step at a time."""
    import numpy as np

    imported = peak_bytes()
    random = np.random.default_rng(1)
    hidden, vocabulary, batch = case["hidden"], case["vocabulary"], case["batch"]

    def weights(rows, columns):
        return (random.standard_normal((rows, columns)) / np.sqrt(rows)).astype(np.float32)

    parameters = {"E": weights(vocabulary, EMBEDDING)}
    for layer in range(case["layers"]):
        parameters[f"W{layer}"] = weights(hidden if layer else EMBEDDING, 4 * hidden)
        parameters[f"U{layer}"] = weights(hidden, 4 * hidden)
        parameters[f"b{layer}"] = np.zeros(4 * hidden, np.float32)
    parameters["V"] = weights(hidden, vocabulary)
    parameters["c"] = np.zeros(vocabulary, np.float32)
    first = {name: np.zeros_like(value) for name, value in parameters.items()}
    second = {name: np.zeros_like(value) for name, value in parameters.items()}
    states = [(np.zeros((batch, hidden), np.float32),) * 2 for _ in range(case["layers"])]
    symbols = random.integers(vocabulary, size=(case["length"] + 1, batch))
    taken = 0

    def sigmoid(x):
        return 1 / (1 + np.exp(-x))

    def forward(layer, inputs):
        h, c = states[layer]
        W, U, b = (parameters[f"{name}{layer}"] for name in "WUb")
        outputs, memory = [], []
        for x in inputs:
            i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
            i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
            before = (h, c)
            c = f * c + i * g
            squashed = np.tanh(c)
            h = o * squashed
            outputs.append(h)
            memory.append((x, before, i, f, g, o, squashed))
        states[layer] = (h, c)
        return outputs, memory

    def backward(layer, output_gradients, memory, gradients):
        W, U = parameters[f"W{layer}"], parameters[f"U{layer}"]
        dW, dU, db = (gradients[f"{name}{layer}"] for name in "WUb")
        dh_next = dc = 0
        input_gradients = []
        for dh, (x, (h, c), i, f, g, o, squashed) in zip(output_gradients[::-1], memory[::-1]):
            dh = dh + dh_next
            dc = dc + dh * o * (1 - squashed**2)
            dz = np.concatenate(
                [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2),
                 dh * squashed * o * (1 - o)], axis=1)
            dW += x.T @ dz
            dU += h.T @ dz
            db += dz.sum(axis=0)
            input_gradients.append(dz @ W.T)
            dh_next = dz @ U.T
            dc = dc * f
        return input_gradients[::-1]

    def loss_and_gradients():
        inputs = [parameters["E"][row] for row in symbols[:-1]]
        memories = []
        for layer in range(case["layers"]):
            inputs, memory = forward(layer, inputs)
            memories.append(memory)
        gradients = {name: np.zeros_like(value) for name, value in parameters.items()}
        count = case["length"] * batch
        loss = 0
        output_gradients = []
        for h, target in zip(inputs, symbols[1:]):
            logits = h @ parameters["V"] + parameters["c"]
            exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
            p = exponentials / exponentials.sum(axis=1, keepdims=True)
            loss -= np.log(p[np.arange(batch), target]).sum() / count
            p[np.arange(batch), target] -= 1
            p /= count
            gradients["V"] += h.T @ p
            gradients["c"] += p.sum(axis=0)
            output_gradients.append(p @ parameters["V"].T)
        for layer in reversed(range(case["layers"])):
            output_gradients = backward(layer, output_gradients, memories[layer], gradients)
        for row, gradient in zip(symbols[:-1], output_gradients):
            np.add.at(gradients["E"], row, gradient)
        return loss, gradients

    def step():
        nonlocal taken
        _, gradients = loss_and_gradients()
        norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients.values()))
        scale = min(1, CLIP / norm)
        taken += 1
        for name, gradient in gradients.items():
            gradient = gradient * scale
            first[name] = 0.9 * first[name] + 0.1 * gradient
            second[name] = 0.999 * second[name] + 0.001 * gradient**2
            corrected = first[name] / (1 - 0.9**taken)
            spread = np.sqrt(second[name] / (1 - 0.999**taken)) + 1e-8
            parameters[name] -= (0.001 * corrected / spread).astype(np.float32)

    seconds = median_time(case["seconds"], step)
    return case["length"] * batch / seconds, f"NumPy {np.__version__}", imported


def main():
    peer, case = sys.argv[1], json.loads(sys.argv[2])
    if peer == "pytorch" and case["task"] == "read":
        peer = "pytorch_reading"
    peers = [pytorch, pytorch_reading, torchscript, jax, onnx, onnx8, keras, numpy]
    rate, version, imported = next(run for run in peers if run.__name__ == peer)(case)
    print(json.dumps({"tokensPerSecond": rate, "peakBytes": peak_bytes(), "version": version,
                      "importedBytes": imported}))


if __name__ == "__main__":
    main()
