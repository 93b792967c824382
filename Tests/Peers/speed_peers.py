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
    rate, version, imported = {"pytorch": pytorch, "keras": keras, "numpy": numpy}[peer](case)
    print(json.dumps({"tokensPerSecond": rate, "peakBytes": peak_bytes(), "version": version,
                      "importedBytes": imported}))


if __name__ == "__main__":
    main()
