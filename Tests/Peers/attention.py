"""Computes Tests/Fixtures/keras-attention.json: attention of Keras with masks, before and after three steps
of gradient descent, and PyTorch's scaled_dot_product_attention.

    python Tests/Peers/attention.py            writes the file
    python Tests/Peers/attention.py --check    computes it again and compares
"""

import json
import pathlib
import sys

import graphs
import keras
import numpy
import torch
from graphs import FIRST, SECOND, flat, layers, symbols, weights

FIXTURE = pathlib.Path(__file__).parent.parent / "Fixtures" / "keras-attention.json"


def attention(attend, causal=False, keys=False):
    """A decoder that attends to an encoder; both read symbols of which zero is padding."""
    first, second = symbols(), symbols()
    embed = layers.Embedding(6, 3, mask_zero=True)
    decoder, encoder = layers.LSTM(4, return_sequences=True), layers.LSTM(4, return_sequences=True)
    memory, head = layers.LSTM(3), layers.Dense(2)
    queries, values = decoder(embed(first)), encoder(embed(second))
    parts = [embed, decoder, encoder]
    given = [queries, values]
    if keys:
        project = layers.Dense(4)
        given.append(project(values))
        parts.append(project)
    found, scores = attend(given, return_attention_scores=True, use_causal_mask=causal)
    output = head(memory(found))
    return [first, second], output, scores, parts + [attend, memory, head]


CASES = {
    "dot": lambda: attention(layers.Attention()),
    "learnt scale": lambda: attention(layers.Attention(use_scale=True), keys=True),
    "additive": lambda: attention(layers.AdditiveAttention(), keys=True),
    "additive, causal": lambda: attention(layers.AdditiveAttention(), causal=True),
    "causal": lambda: attention(layers.Attention(use_scale=True), causal=True),
}


def case(name, make):
    keras.utils.set_random_seed(len(name))
    inputs, output, scores, parts = make()
    model, shown = keras.Model(inputs, output), keras.Model(inputs, scores)
    arrays = [numpy.array(values, dtype="int32") for values in (FIRST, SECOND)]
    target = numpy.random.uniform(size=(3, 2)).astype("float32")
    for part in parts:
        part.set_weights([weight + numpy.random.uniform(-0.2, 0.2, weight.shape) for weight in part.get_weights()])
    result = {"name": name, "target": flat(target), "before": weights(parts)}
    result["output"] = flat(model.predict(arrays, verbose=0))
    result["weights"] = flat(shown.predict(arrays, verbose=0))
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    result["losses"] = []
    for _ in range(3):
        history = model.fit(arrays, target, epochs=1, batch_size=3, shuffle=False, verbose=0)
        result["losses"].append(history.history["loss"][0])
    result["after"] = weights(parts)
    return result


def scaled_dot_products():
    """Three queries, sources of five, two and three steps."""
    numpy.random.seed(1)
    query, key, value = (torch.tensor(numpy.random.normal(size=(3, *shape))) for shape in [(3, 4), (5, 4), (5, 2)])
    lengths = torch.tensor([5, 2, 3])
    mask = (torch.arange(5)[None] < lengths[:, None])[:, None, :]
    attend = torch.nn.functional.scaled_dot_product_attention
    return {
        "query": flat(query), "key": flat(key), "value": flat(value), "lengths": lengths.tolist(),
        "masked": flat(attend(query, key, value, attn_mask=mask)),
        "causal": flat(attend(query, key, value, is_causal=True)),
    }


def heads():
    """Keras's MultiHeadAttention: four queries, sources of six, two and three steps."""
    keras.utils.set_random_seed(2)
    layer = layers.MultiHeadAttention(2, 3, value_dim=4, output_shape=7)
    query, value = numpy.random.normal(size=(3, 4, 5)), numpy.random.normal(size=(3, 6, 5))
    lengths = numpy.array([6, 2, 3])
    mask = numpy.tile((numpy.arange(6)[None] < lengths[:, None])[:, None, :], (1, 4, 1))
    layer.build((3, 4, 5), (3, 6, 5))
    layer.set_weights([weight + numpy.random.uniform(-0.2, 0.2, weight.shape) for weight in layer.get_weights()])
    query, value = query.astype("float32"), value.astype("float32")
    output, scores = layer(query, value, attention_mask=mask, return_attention_scores=True)
    # Query, key, value: inputs × heads × size, and heads × size; then the output's kernel and bias.
    numbers = {weight.path.split("/", 1)[-1]: flat(keras.ops.convert_to_numpy(weight)) for weight in layer.weights}
    return {
        "query": flat(query), "value": flat(value), "lengths": lengths.tolist(), "weights": numbers,
        "output": flat(keras.ops.convert_to_numpy(output)), "scores": flat(keras.ops.convert_to_numpy(scores)),
    }


if __name__ == "__main__":
    fixture = {"cases": [case(name, make) for name, make in CASES.items()]}
    fixture |= {"torch": scaled_dot_products(), "heads": heads()}
    if "--check" in sys.argv:
        sys.exit(0 if graphs.same(fixture, json.loads(FIXTURE.read_text())) else f"{FIXTURE} differs")
    FIXTURE.write_text(json.dumps(fixture) + "\n")
