"""Trains the classifier of `course train --task classify --pooling last` with PyTorch: an embedding, an
LSTM, and its last state; with packed sequences, or with padding that is read like words.

    python Tests/Peers/sentences.py sst2.train sst2.dev --seeds 5
    python Tests/Peers/sentences.py sst2.train sst2.dev --way right --steps 60

A line of a file is a label, a space, and a sentence. Prints for each seed the share of the second
file that is judged rightly, by the weights of the epoch with the lowest loss on it, the seconds of an
epoch, and how many there were.
"""

import argparse
import collections
import time

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

SIZE, BATCH, EPOCHS, PATIENCE, RATE, DROPOUT, CLIP = 64, 32, 20, 3, 2e-3, 0.5, 1.0


def read(path):
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split(" ", 1) for line in file]
    return [(int(label), text.split()) for label, text in rows]


class Classifier(nn.Module):
    def __init__(self, words):
        super().__init__()
        # One more row, for padding.
        self.embedding = nn.Embedding(words + 1, SIZE)
        self.lstm = nn.LSTM(SIZE, SIZE, batch_first=True)
        self.dropout = nn.Dropout(DROPOUT)
        self.output = nn.Linear(SIZE, 2)
        # As Layers begins: each gate by itself.
        nn.init.normal_(self.embedding.weight, std=SIZE ** -0.5)
        nn.init.xavier_uniform_(self.output.weight)
        nn.init.zeros_(self.output.bias)
        for gate in range(4):
            rows = slice(gate * SIZE, (gate + 1) * SIZE)
            nn.init.xavier_uniform_(self.lstm.weight_ih_l0[rows])
            nn.init.orthogonal_(self.lstm.weight_hh_l0[rows])
        with torch.no_grad():
            self.lstm.bias_ih_l0.zero_()
            self.lstm.bias_hh_l0.zero_()
            self.lstm.bias_ih_l0[SIZE:2 * SIZE] = 1
        # One bias, as in Layers.
        self.lstm.bias_hh_l0.requires_grad_(False)

    def forward(self, symbols, lengths):
        x = self.dropout(self.embedding(symbols))
        if lengths is not None:
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, (hidden, _) = self.lstm(x)
        return self.output(self.dropout(hidden[0]))


def batch(rows, padding, way, steps):
    """Symbols, and lengths where the sequences are packed."""
    lengths = torch.tensor([len(row) for row in rows])
    longest = int(lengths.max()) if way == "packed" else max(steps, int(lengths.max()))
    symbols = torch.full((len(rows), longest), padding)
    for place, row in enumerate(rows):
        start = longest - len(row) if way == "left" else 0
        symbols[place, start:start + len(row)] = torch.tensor(row)
    return symbols, lengths if way == "packed" else None


def judged(model, data, padding, way, steps):
    """The mean loss, and the share judged rightly."""
    model.eval()
    loss, right = 0.0, 0
    with torch.no_grad():
        for start in range(0, len(data), 128):
            rows = data[start:start + 128]
            scores = model(*batch([row for _, row in rows], padding, way, steps))
            labels = torch.tensor([label for label, _ in rows])
            loss += nn.functional.cross_entropy(scores, labels, reduction="sum").item()
            right += int((scores.argmax(1) == labels).sum())
    model.train()
    return loss / len(data), right / len(data)


def train(training, validation, words, way, steps, seed):
    torch.manual_seed(seed)
    model = Classifier(words)
    optimizer = torch.optim.Adam(
        [p for p in model.parameters() if p.requires_grad], lr=RATE, eps=1e-7)
    lowest, share, waited, seconds = float("inf"), 0.0, 0, []
    for _ in range(EPOCHS):
        begun = time.process_time()
        order = torch.randperm(len(training)).tolist()
        for start in range(0, len(order), BATCH):
            rows = [training[place] for place in order[start:start + BATCH]]
            optimizer.zero_grad()
            scores = model(*batch([row for _, row in rows], words, way, steps))
            loss = nn.functional.cross_entropy(scores, torch.tensor([label for label, _ in rows]))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), CLIP)
            optimizer.step()
        seconds.append(time.process_time() - begun)
        loss, right = judged(model, validation, words, way, steps)
        if loss < lowest:
            lowest, share, waited = loss, right, 0
        else:
            waited += 1
        if waited == PATIENCE:
            break
    return share, sum(seconds) / len(seconds), len(seconds)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("training")
    parser.add_argument("validation")
    parser.add_argument("--way", choices=["packed", "right", "left"], default="packed")
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    training, validation = read(options.training), read(options.validation)
    counts = collections.Counter(word for _, words in training for word in words)
    known = {word: place + 1 for place, word in enumerate(
        word for word, count in counts.items() if count >= 2)}
    parts = [[(label, [known.get(word, 0) for word in words]) for label, words in part]
             for part in (training, validation)]
    for seed in range(1, options.seeds + 1):
        share, seconds, epochs = train(*parts, len(known) + 1, options.way, options.steps, seed)
        print(f"{options.way} {seed}: {share:.4f} {seconds:.1f} {epochs}", flush=True)


if __name__ == "__main__":
    main()
