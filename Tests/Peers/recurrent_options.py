"""Computes Tests/Fixtures/keras-recurrent-options.json and pytorch-recurrent-options.json: what recurrent
layers can be asked for, in Keras and in PyTorch.

A case of Keras's holds the weights of a model, a batch with masks, what the model gives, its losses over
three steps of gradient descent, and the weights after. A case of PyTorch's
holds a state dictionary, a batch, and what the module gives.

    python Tests/Peers/recurrent_options.py            writes the files
    python Tests/Peers/recurrent_options.py --check    computes them again and compares
"""

import json
import sys

import torch

from graphs import FIRST, FIXTURE, case, flat, keras, layers, same, symbols


def model_of(memory, *, embed=None, head=None):
    """Symbols, their vectors, one recurrent layer, and two numbers."""
    def make():
        first = symbols()
        embedding = embed() if embed else layers.Embedding(6, 3, mask_zero=True)
        layer, last = memory(), head() if head else layers.Dense(2)
        return [first], [last(layer(embedding(first)))], [embedding, layer, last], [FIRST], [(3, 2)]
    return make


def directions_apart():
    first = symbols()
    embed = layers.Embedding(6, 3, mask_zero=True)
    both = layers.Bidirectional(layers.GRU(2, return_sequences=True), merge_mode=None)
    forward, backward = both(embed(first))
    memory, head = layers.LSTM(2), layers.Dense(2)
    output = head(memory(layers.Add()([forward, layers.Multiply()([forward, backward])])))
    return [first], [output], [embed, both, memory, head], [FIRST], [(3, 2)]


def frozen():
    first = symbols()
    l2 = keras.regularizers.L2(0.05)
    embed = layers.Embedding(6, 3, mask_zero=True, embeddings_regularizer=l2)
    memory, head = layers.LSTM(3, kernel_regularizer=l2), layers.Dense(2)
    embed.trainable = False
    return [first], [head(memory(embed(first)))], [embed, memory, head], [FIRST], [(3, 2)]


def both(layer, merge):
    return model_of(lambda: layers.Bidirectional(layer(), merge_mode=merge))


def irnn():
    return layers.SimpleRNN(4, activation="relu", recurrent_initializer="identity")


def penalised():
    l2 = keras.regularizers.L2
    return model_of(
        lambda: layers.LSTM(3, kernel_regularizer=l2(0.02), recurrent_regularizer=l2(0.03), bias_regularizer=l2(0.04)),
        embed=lambda: layers.Embedding(6, 3, mask_zero=True, embeddings_regularizer=l2(0.01)),
        head=lambda: layers.Dense(2, kernel_regularizer=l2(0.05), bias_regularizer=l2(0.06)))


CASES = {
    "lstm relu, hard sigmoid": model_of(
        lambda: layers.LSTM(3, activation="relu", recurrent_activation="hard_sigmoid")),
    "gru sigmoid, tanh": model_of(
        lambda: layers.GRU(3, activation="sigmoid", recurrent_activation="tanh")),
    "gru, reset before": model_of(lambda: layers.GRU(3, reset_after=False)),
    "gru, reset before, relu, no bias": model_of(
        lambda: layers.GRU(3, reset_after=False, activation="relu", use_bias=False)),
    "irnn": model_of(irnn),
    "rnn linear": model_of(lambda: layers.SimpleRNN(3, activation="linear")),
    "lstm, no bias": model_of(
        lambda: layers.LSTM(3, use_bias=False), head=lambda: layers.Dense(2, use_bias=False)),
    "gru, no bias": model_of(lambda: layers.GRU(3, use_bias=False)),
    "rnn, no bias": model_of(lambda: layers.SimpleRNN(3, use_bias=False)),
    "mean": both(lambda: layers.LSTM(3), "ave"),
    "product": both(lambda: layers.SimpleRNN(3), "mul"),
    "product of reset before": both(lambda: layers.GRU(3, reset_after=False), "mul"),
    "directions apart": directions_apart,
    "penalties": penalised(),
    "frozen": frozen,
}


def pytorch_case(name, make):
    torch.manual_seed(len(name))
    module = make()
    inputs = torch.randn(3, 5, 2)
    with torch.no_grad():
        output, _ = module(inputs)
    return {
        "name": name, "inputs": flat(inputs), "outputs": flat(output),
        "weights": {f"memory.{key}": {"shape": list(value.shape), "values": flat(value.detach())}
                    for key, value in module.state_dict().items()},
    }


PYTORCH = {
    "rnn relu": lambda: torch.nn.RNN(2, 3, nonlinearity="relu", batch_first=True),
    "rnn, no bias": lambda: torch.nn.RNN(2, 3, bias=False, batch_first=True),
    "lstm, no bias": lambda: torch.nn.LSTM(2, 3, bias=False, batch_first=True),
    "gru, no bias": lambda: torch.nn.GRU(2, 3, bias=False, batch_first=True),
}


if __name__ == "__main__":
    files = {
        "keras-recurrent-options.json": {"cases": [case(name, make) for name, make in CASES.items()]},
        "pytorch-recurrent-options.json": {
            "cases": [pytorch_case(name, make) for name, make in PYTORCH.items()]},
    }
    for name, fixture in files.items():
        path = FIXTURE.with_name(name)
        if "--check" not in sys.argv:
            path.write_text(json.dumps(fixture) + "\n")
        elif not same(fixture, json.loads(path.read_text())):
            sys.exit(f"{path} differs")
