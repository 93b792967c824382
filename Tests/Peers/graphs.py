"""Computes Tests/Fixtures/keras-graphs.json: models of Keras's functional interface before and after
three steps of gradient descent.

A case holds the weights of its layers in the order in which the model first calls them, a batch, what
the model gives, its losses, and the weights after. The suite of Layers builds the same graphs, and must
arrive at the same numbers, masks included.

    python Tests/Peers/graphs.py            writes the file
    python Tests/Peers/graphs.py --check    computes it again and compares

Any backend of Keras will do, as KERAS_BACKEND=jax; it is PyTorch's where none is named.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "torch")

import keras  # noqa: E402
import numpy  # noqa: E402
from keras import layers  # noqa: E402

FIXTURE = pathlib.Path(__file__).parent.parent / "Fixtures" / "keras-graphs.json"

# Zero is padding: after, before and amid what counts, and unlike in the two.
FIRST = [[3, 1, 2, 4, 0], [0, 2, 5, 0, 1], [1, 1, 0, 0, 3]]
SECOND = [[1, 0, 2, 4, 3], [2, 3, 0, 0, 4], [5, 1, 0, 2, 2]]


def symbols():
    return keras.Input((5,), dtype="int32")


def shared_embedding(merge):
    """Two sequences under one embedding, merged with their masks, and read."""
    first, second = symbols(), symbols()
    embed, merged = layers.Embedding(6, 3, mask_zero=True), merge()
    memory, head = layers.LSTM(4), layers.Dense(2)
    output = head(memory(merged([embed(first), embed(second)])))
    return [first, second], [output], [embed, memory, head], [FIRST, SECOND], [(3, 2)]


def one_mask_of_two():
    """A value with a mask beside one without."""
    first, second = symbols(), symbols()
    embed, other = layers.Embedding(6, 3, mask_zero=True), layers.Embedding(6, 3)
    memory, again = layers.LSTM(4), layers.LSTM(3)
    a, b = embed(first), other(second)
    side, total = layers.Concatenate()([a, b]), layers.Add()([a, b])
    outputs = [memory(side), again(total)]
    return [first, second], outputs, [embed, other, memory, again], [FIRST, SECOND], [(3, 4), (3, 3)]


def every_step():
    """A loss at every step that counts, through a shared layer at each step."""
    first = symbols()
    embed, memory = layers.Embedding(6, 3, mask_zero=True), layers.LSTM(4, return_sequences=True)
    gate, head = layers.Dense(4, activation="sigmoid"), layers.TimeDistributed(layers.Dense(2))
    states = memory(embed(first))
    output = head(layers.Multiply()([states, gate(states)]))
    return [first], [output], [embed, memory, gate, head.layer], [FIRST], [(3, 5, 2)]


def encoder_and_decoder():
    first = symbols()
    embed, encoder = layers.Embedding(6, 3, mask_zero=True), layers.LSTM(4)
    decoder, head = layers.LSTM(4, return_sequences=True), layers.TimeDistributed(layers.Dense(2))
    output = head(decoder(layers.RepeatVector(3)(encoder(embed(first)))))
    return [first], [output], [embed, encoder, decoder, head.layer], [FIRST], [(3, 3, 2)]


def sequences_of_sequences():
    rows = keras.Input((4, 6))
    inner, outer, head = layers.LSTM(3), layers.LSTM(4), layers.Dense(2)
    parts = layers.TimeDistributed(layers.Reshape((3, 2)))(rows)
    output = head(outer(layers.TimeDistributed(inner)(parts)))
    return [rows], [output], [inner, outer, head], [numpy.random.normal(size=(3, 4, 6))], [(3, 2)]


def masked_numbers():
    """Numbers under Masking, the states reshaped, and a vector beside them."""
    steps, extra = keras.Input((4, 2)), keras.Input((3,))
    memory, head = layers.LSTM(2, return_sequences=True), layers.Dense(2)
    states = memory(layers.Masking(0.0)(steps))
    output = head(layers.Concatenate()([layers.Reshape((8,))(states), extra]))
    numbers = numpy.random.normal(size=(3, 4, 2))
    numbers[0, 3] = numbers[1, 0] = numbers[2, 1] = 0
    return [steps, extra], [output], [memory, head], [numbers, numpy.random.normal(size=(3, 3))], [(3, 2)]


def states():
    """A decoder that begins with the states of an encoder of both directions.

    Keras 3.15 forgets the mask of a layer that is given a state, so it is handed over.
    """
    first, second = symbols(), symbols()
    embed, both = layers.Embedding(6, 3, mask_zero=True), layers.Bidirectional(layers.LSTM(2, return_state=True))
    decoder, head = layers.LSTM(4), layers.Dense(2)
    _, hidden, cell, other_hidden, other_cell = both(embed(first))
    state = [layers.Concatenate()([hidden, other_hidden]), layers.Concatenate()([cell, other_cell])]
    output = head(decoder(embed(second), initial_state=state, mask=embed.compute_mask(second)))
    return [first, second], [output], [embed, both, decoder, head], [FIRST, SECOND], [(3, 2)]


def slices():
    """One step, some steps and some numbers of a sequence."""
    steps = keras.Input((5, 3))
    memory, head = layers.LSTM(4, return_sequences=True), layers.Dense(2)
    states = memory(steps)
    parts = [states[:, -1], layers.Flatten()(states[:, :2]), states[:, -3:-1, 1:][:, 0], steps[:, 1, :-1]]
    output = head(layers.Concatenate()(parts))
    return [steps], [output], [memory, head], [numpy.random.normal(size=(3, 5, 3))], [(3, 2)]


def permute():
    """Axes of a sequence, and of an image, in another order."""
    steps, image = keras.Input((4, 3)), keras.Input((2, 3, 2))
    dense, memory, other, head = layers.Dense(5), layers.LSTM(3), layers.LSTM(2), layers.Dense(2)
    turned = memory(layers.Permute((2, 1))(dense(steps)))
    columns = layers.Reshape((3, 4))(layers.Permute((2, 1, 3))(image))
    output = head(layers.Concatenate()([turned, other(columns)]))
    numbers = [numpy.random.normal(size=(3, 4, 3)), numpy.random.normal(size=(3, 2, 3, 2))]
    return [steps, image], [output], [dense, memory, other, head], numbers, [(3, 2)]


def combine():
    """Differences, means and products of vectors, with the masks of both."""
    first, second = symbols(), symbols()
    embed, memory, other = layers.Embedding(6, 3, mask_zero=True), layers.LSTM(4), layers.LSTM(3)
    a, b = embed(first), embed(second)
    less, mean = layers.Subtract()([a, b]), layers.Average()([a, b, a])
    dense, head = layers.Dense(4), layers.Dense(2)
    vectors = memory(less), dense(other(mean))
    output = head(layers.Concatenate()([layers.Dot(-1)(vectors), *vectors]))
    return [first, second], [output], [embed, memory, other, dense, head], [FIRST, SECOND], [(3, 2)]


def activations():
    vector = keras.Input((4,))
    parts = [layers.Dense(3, activation=name) for name in ("elu", "softplus", "exponential", "hard_sigmoid")]
    head = layers.Dense(2)
    output = head(layers.Concatenate()([part(vector) for part in parts]))
    return [vector], [output], [*parts, head], [numpy.random.normal(size=(3, 4))], [(3, 2)]


CASES = {
    "concatenate": lambda: shared_embedding(layers.Concatenate),
    "add": lambda: shared_embedding(layers.Add),
    "multiply": lambda: shared_embedding(layers.Multiply),
    "one mask of two": one_mask_of_two,
    "every step": every_step,
    "encoder and decoder": encoder_and_decoder,
    "sequences of sequences": sequences_of_sequences,
    "masked numbers": masked_numbers,
    "states": states,
    "slices": slices,
    "permute": permute,
    "combine": combine,
    "activations": activations,
}


def flat(array):
    return [float(f"{value:.7g}") for value in numpy.asarray(array, dtype="float64").ravel()]


def weights(parts):
    return [flat(keras.ops.convert_to_numpy(weight)) for part in parts for weight in part.weights]


def case(name, make):
    keras.utils.set_random_seed(len(name))
    inputs, outputs, parts, data, shapes = make()
    model = keras.Model(inputs, outputs)
    arrays = [numpy.array(values, dtype="float32" if numpy.array(values).dtype == float else "int32") for values in data]
    targets = [numpy.random.uniform(size=shape).astype("float32") for shape in shapes]
    for part in parts:  # Biases that are not zero.
        part.set_weights([weight + numpy.random.uniform(-0.2, 0.2, weight.shape) for weight in part.get_weights()])
    result = {"name": name, "inputs": [flat(values) for values in arrays], "targets": [flat(values) for values in targets]}
    result["before"] = weights(parts)
    given = model.predict(arrays, verbose=0)
    result["outputs"] = [flat(values) for values in (given if isinstance(given, list) else [given])]
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    y = targets if len(targets) > 1 else targets[0]
    result["losses"] = []
    for _ in range(3):
        history = model.fit(arrays, y, epochs=1, batch_size=3, shuffle=False, verbose=0)
        result["losses"].append(history.history["loss"][0])
    result["after"] = weights(parts)
    return result


def same(mine, theirs):
    if isinstance(mine, dict):
        return mine.keys() == theirs.keys() and all(same(mine[key], theirs[key]) for key in mine)
    if isinstance(mine, list):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    return mine == theirs if isinstance(mine, str) else abs(mine - theirs) <= 1e-5 * max(1, abs(theirs))


if __name__ == "__main__":
    fixture = {"cases": [case(name, make) for name, make in CASES.items()]}
    if "--check" in sys.argv:
        sys.exit(0 if same(fixture, json.loads(FIXTURE.read_text())) else f"{FIXTURE} differs")
    FIXTURE.write_text(json.dumps(fixture) + "\n")
