"""Trains chapter 08's language model with PyTorch, as `course dev peers` does with this package.

The sizes, the optimiser, the order of the text and the number of steps are the same, and so are the
first weights: SeededGenerator stands here once more, and draws the same numbers for the same seed.
With --own, the first weights are PyTorch's own draws by the same scheme. From the package's root:

    .build/peers/bin/python Tests/Peers/language_model.py FILE [--epochs N] [--seed N] [--own]
    swift run course dev peers FILE [--epochs N] [--seed N]
"""

import argparse
import math

import torch
from torch import nn
from torch.nn import functional

HIDDEN, ROWS, LENGTH = 128, 32, 64
LEARNING_RATE, MAXIMUM_NORM = 0.003, 1.0


MASK = (1 << 64) - 1


class SeededGenerator:
    """LinearAlgebra's: xoshiro256**, its state spread from the seed by SplitMix64."""

    def __init__(self, seed):
        self.state = []
        for _ in range(4):
            seed = (seed + 0x9E3779B97F4A7C15) & MASK
            word = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
            self.state.append(word ^ (word >> 31))

    def next(self):
        def rotated(word, bits):
            return ((word << bits) | (word >> (64 - bits))) & MASK

        a, b, c, d = self.state
        result = rotated(b * 5 & MASK, 7) * 9 & MASK
        shifted = b << 17 & MASK
        c ^= a
        d ^= b
        b ^= c
        a ^= d
        self.state = [a, b, c ^ shifted, rotated(d, 45)]
        return result

    def matrix(self, rows, columns, bound):
        """Rows × columns of numbers drawn evenly from ±bound."""
        numbers = [
            -bound + (self.next() >> 11) * 2.0**-53 * (2 * bound) for _ in range(rows * columns)
        ]
        return torch.tensor(numbers).view(rows, columns)


class LanguageModel(nn.Module):
    def __init__(self, symbols, generator=None):
        super().__init__()
        self.symbols = symbols
        self.lstm = nn.LSTM(symbols, HIDDEN, batch_first=True)
        self.output = nn.Linear(HIDDEN, symbols)
        bound = 1 / math.sqrt(HIDDEN)
        with torch.no_grad():
            for weights in (self.lstm.weight_ih_l0, self.lstm.weight_hh_l0, self.output.weight):
                if generator:
                    # PyTorch multiplies by the transpose.
                    weights.copy_(generator.matrix(weights.shape[1], weights.shape[0], bound).T)
                else:
                    weights.uniform_(-bound, bound)
            for bias in (self.lstm.bias_ih_l0, self.lstm.bias_hh_l0, self.output.bias):
                bias.zero_()
            self.lstm.bias_ih_l0[HIDDEN : 2 * HIDDEN] = 1  # the forget gate
        # PyTorch adds two biases. Learning both would double the step of their sum.
        self.lstm.bias_hh_l0.requires_grad_(False)

    def forward(self, inputs, state):
        one_hot = functional.one_hot(inputs, self.symbols).float()
        hidden, state = self.lstm(one_hot, state)
        return self.output(hidden), state


def windows(symbols):
    """Windows of ROWS stretches side by side, as chapter 08 cuts them."""
    row_length = (len(symbols) - 1) // ROWS
    used = row_length * ROWS
    inputs = torch.tensor(symbols[:used]).view(ROWS, row_length)
    targets = torch.tensor(symbols[1 : used + 1]).view(ROWS, row_length)
    return [
        (inputs[:, first : first + LENGTH], targets[:, first : first + LENGTH])
        for first in range(0, row_length, LENGTH)
    ]


def window_loss(model, window, state):
    logits, state = model(window[0], state)
    return functional.cross_entropy(logits.flatten(0, 1), window[1].flatten()), state


def text_loss(model, text):
    state, total, count = None, 0.0, 0
    with torch.no_grad():
        for window in text:
            loss, state = window_loss(model, window, state)
            total += loss.item() * window[1].numel()
            count += window[1].numel()
    return total / count


def train_epoch(model, optimizer, text):
    state = None
    for window in text:
        loss, state = window_loss(model, window, state)
        state = tuple(part.detach() for part in state)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), MAXIMUM_NORM)
        optimizer.step()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--own", action="store_true", help="first weights drawn by PyTorch")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    text = open(arguments.file, encoding="utf-8", newline="").read()
    split = len(text) - int(len(text) * 0.1)
    known = list(dict.fromkeys(text[:split]))
    index = {symbol: place for place, symbol in enumerate(known)}
    encoded = [index.get(symbol, len(known)) for symbol in text]
    training, validation = windows(encoded[:split]), windows(encoded[split:])
    generator = None if arguments.own else SeededGenerator(arguments.seed)
    model = LanguageModel(len(known) + 1, generator)
    optimizer = torch.optim.Adam(
        [weights for weights in model.parameters() if weights.requires_grad], lr=LEARNING_RATE)
    print(f"{len(training)} steps an epoch, {len(known) + 1} symbols; validation loss in nats")
    for epoch in range(1, arguments.epochs + 1):
        train_epoch(model, optimizer, training)
        print(f"PyTorch {torch.__version__}, epoch {epoch}: {text_loss(model, validation):.4f}",
              flush=True)


if __name__ == "__main__":
    main()
