"""Trains `course train --task tag` and the same model in PyTorch on the same sentences, and compares.

Both learn from TRAIN, stop early by F1 on DEV, and are judged on it with their best weights. Words, letters,
tags and settings are read from the course's model; its way of reading letters is that of two LSTMs without
biases, whose last states stand beside the word's vector. From the package's root, with files of a token and a
tag on each line:

    .build/peers/bin/python Tests/Peers/tag.py TRAIN DEV [--seeds 5] [--first-seed 1] [FLAGS]

FLAGS go to `course train`: --hidden, --embedding, --letters, --unknown, --dropout, --epochs, --patience,
--batch, --learning-rate. One thread each, one after the other; times are those of the processor.
"""

import argparse
import json
import pathlib
import resource
import statistics
import tempfile
import time

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, rnn

from classify import course

torch.set_num_threads(1)

LONGEST_WORD = 20


def read(path):
    sentences, rows = [], []
    for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n"):
        parts = line.rstrip("\r").split("\t")
        # Some lines between sentences hold a tab and no token.
        if len(parts) < 2 or not parts[0].strip():
            if rows:
                sentences.append(rows)
            rows = []
        else:
            rows.append((parts[0], parts[-1]))
    return sentences + [rows] if rows else sentences


def metadata(path):
    with open(path, "rb") as file:
        length = int.from_bytes(file.read(8), "little")
        entries = json.loads(file.read(length))["__metadata__"]
    names = ("configuration", "vocabulary", "letters", "tags", "progress")
    return {key: json.loads(entries[key]) for key in names}


def lstm(inputs, units, bias):
    """One of two directions, with the first weights of `Layers`."""
    layer = nn.LSTM(inputs, units, batch_first=True, bidirectional=True, bias=bias)
    for name, values in layer.named_parameters():
        nn.init.zeros_(values)
        if name.startswith("bias_ih"):
            values.data[units : 2 * units] = 1
        elif name.startswith("weight"):
            draw = nn.init.xavier_uniform_ if "_ih_" in name else nn.init.orthogonal_
            for gate in values.data.chunk(4):
                draw(gate)
    return layer


class Tagger(nn.Module):
    """The layers of TaggerContent, one layer and both directions."""

    def __init__(self, settings, words, letters, tags):
        super().__init__()
        size, units = settings["embedding"], settings["hidden"]
        self.spelling, self.letters = settings["letters"], letters
        self.embedding = nn.Embedding(words, size)
        nn.init.normal_(self.embedding.weight, 0, size**-0.5)
        if self.spelling:
            self.reader = lstm(letters, self.spelling, bias=False)
        self.dropout = nn.Dropout(settings["dropout"])
        self.memory = lstm(size + 2 * self.spelling, units, bias=True)
        self.output = nn.Linear(2 * units, tags)
        nn.init.xavier_uniform_(self.output.weight)
        nn.init.zeros_(self.output.bias)
        self.transitions = nn.Parameter(torch.zeros(tags, tags))
        self.start, self.end = nn.Parameter(torch.zeros(tags)), nn.Parameter(torch.zeros(tags))

    def forward(self, words, letters, lengths):
        states = self.embedding(words)
        if self.spelling:
            # Every word once, without the padding between sentences.
            counts = torch.arange(words.shape[1])[None] < lengths[:, None]
            ones = nn.functional.one_hot(rnn.pad_sequence(letters, batch_first=True), self.letters)
            sizes = torch.tensor([len(word) for word in letters])
            packed = rnn.pack_padded_sequence(ones.float(), sizes, batch_first=True, enforce_sorted=False)
            _, (last, _) = self.reader(packed)
            spelt = states.new_zeros(*words.shape, 2 * self.spelling)
            spelt[counts] = torch.cat([last[0], last[1]], 1)
            states = torch.cat([states, spelt], 2)
        packed = rnn.pack_padded_sequence(
            self.dropout(states), lengths, batch_first=True, enforce_sorted=False)
        read, _ = rnn.pad_packed_sequence(self.memory(packed)[0], batch_first=True)
        return self.output(self.dropout(read))

    def loss(self, emissions, tags, lengths):
        """Minus the logarithm of the tags' probability, the mean over sentences."""
        rows = torch.arange(len(lengths))
        alpha = self.start + emissions[:, 0]
        score = self.start[tags[:, 0]] + emissions[rows, 0, tags[:, 0]]
        for t in range(1, emissions.shape[1]):
            counts = t < lengths
            step = torch.logsumexp(alpha[:, :, None] + self.transitions, 1) + emissions[:, t]
            alpha = torch.where(counts[:, None], step, alpha)
            own = self.transitions[tags[:, t - 1], tags[:, t]] + emissions[rows, t, tags[:, t]]
            score = score + torch.where(counts, own, 0)
        score = score + self.end[tags[rows, lengths - 1]]
        return (torch.logsumexp(alpha + self.end, 1) - score).mean()

    def best(self, emissions, rules, first):
        """The best tags of one sentence among those that may follow each other."""
        scores, origins = self.start + first + emissions[0], []
        for row in emissions[1:]:
            values, origin = (scores[:, None] + self.transitions + rules).max(0)
            scores = values + row
            origins.append(origin)
        path = [int((scores + self.end).argmax())]
        for origin in reversed(origins):
            path.append(int(origin[path[-1]]))
        return path[::-1]


def lawful(tags):
    rules, first = torch.zeros(len(tags), len(tags)), torch.zeros(len(tags))
    for column, tag in enumerate(tags):
        if tag.startswith("I-"):
            first[column] = -torch.inf
            for row, before in enumerate(tags):
                if before[2:] != tag[2:]:
                    rules[row, column] = -torch.inf
    return rules, first


def spans(tags):
    found, start = set(), None
    for place, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[:2] != "I-" or tag[2:] != tags[start][2:]):
            found.add((tags[start][2:], start, place))
            start = None
        if tag != "O" and start is None:
            start = place
    return found


def batch(rows):
    lengths = torch.tensor([len(words) for words, _, _ in rows])
    words, tags = (
        rnn.pad_sequence([torch.tensor(row[part]) for row in rows], batch_first=True) for part in (0, 2)
    )
    return words, [torch.tensor(word) for _, spelt, _ in rows for word in spelt], lengths, tags


def judged(model, rows, tags):
    """F1 of all entities, and of each class."""
    model.eval()
    rules, first = lawful(tags)
    right, found, there = ({} for _ in range(3))

    def count(counts, entities):
        for entity in entities:
            counts[entity[0]] = counts.get(entity[0], 0) + 1

    with torch.no_grad():
        for start in range(0, len(rows), 64):
            words, letters, lengths, wanted = batch(rows[start : start + 64])
            emissions = model(words, letters, lengths)
            for row, length in enumerate(lengths):
                given = spans([tags[tag] for tag in model.best(emissions[row, :length], rules, first)])
                true = spans([tags[tag] for tag in wanted[row, :length]])
                count(right, given & true), count(found, given), count(there, true)

    def f1(kinds):
        sums = [sum(counts.get(kind, 0) for kind in kinds) for counts in (right, found, there)]
        return 2 * sums[0] / max(1, sums[1] + sums[2])

    return f1(there), {kind: f1([kind]) for kind in sorted(there)}


def train(settings, known, rows, held, seed):
    torch.manual_seed(seed)
    symbols = known["vocabulary"]["symbols"], known["letters"]["symbols"]
    model = Tagger(settings, *map(len, symbols), len(known["tags"]))
    optimizer = torch.optim.Adam(model.parameters(), lr=settings["learningRate"])
    best, waited, kept = (-1, {}), 0, None
    for epoch in range(settings["epochs"]):
        model.train()
        order = torch.randperm(len(rows)).tolist()
        for start in range(0, len(rows), settings["batch"]):
            chosen = [rows[index] for index in order[start : start + settings["batch"]]]
            words, letters, lengths, tags = batch(chosen)
            words = torch.where(torch.rand(words.shape) < settings["unknown"], 0, words)
            optimizer.zero_grad()
            model.loss(model(words, letters, lengths), tags, lengths).backward()
            clip_grad_norm_(model.parameters(), settings["clip"])
            optimizer.step()
        score = judged(model, held, known["tags"])
        waited += 1
        if score[0] > best[0]:
            best, waited, kept = score, 0, epoch + 1
        if waited == settings["patience"]:
            break
    return *best, kept


def seconds(who):
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def compare(arguments, flags, seed, folder):
    """F1, F1 by class, and seconds, of the course and of PyTorch."""
    model = str(folder / "model")
    start = seconds(resource.RUSAGE_CHILDREN)
    course(
        arguments.course, "train", "--task", "tag", arguments.train, "--validation", arguments.dev,
        "--model", model, "--seed", str(seed), "--threads", "1", "--replace", "--json", *flags,
    )  # fmt: skip
    ours_took = seconds(resource.RUSAGE_CHILDREN) - start
    report = json.loads(course(arguments.course, "evaluate", arguments.dev, "--model", model, "--json"))
    known = metadata(model)
    words, letters = (
        {symbol: index for index, symbol in enumerate(known[name]["symbols"])}
        for name in ("vocabulary", "letters")
    )
    lowers = known["configuration"]["letters"] > 0

    def spelt(token):
        found = [letters.get(letter, 0) for letter in token]
        half = LONGEST_WORD // 2
        return found if len(found) <= 2 * half else found[:half] + found[-half:]

    def encoded(path):
        return [
            (
                [words.get(token.lower() if lowers else token, 0) for token, _ in sentence],
                [spelt(token) for token, _ in sentence],
                [known["tags"].index(tag) for _, tag in sentence],
            )
            for sentence in read(path)
        ]

    rows, held = encoded(arguments.train), encoded(arguments.dev)
    start = time.process_time()
    f1, classes, epoch = train(known["configuration"], known, rows, held, seed)
    theirs_took = time.process_time() - start
    ours = {figures["label"]: figures["f1"] for figures in report["classes"]}
    print(
        f"seed {seed}: course {report['f1']:.4f} at epoch {known['progress'].get('bestEpoch')}, "
        f"{ours_took:.0f} s; PyTorch {f1:.4f} at epoch {epoch}, {theirs_took:.0f} s",
        {kind: (round(ours.get(kind, 0), 3), round(value, 3)) for kind, value in classes.items()},
        flush=True,
    )
    return (report["f1"], f1, ours_took, theirs_took)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("train")
    parser.add_argument("dev")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--course", default=".build/debug/course-lab")
    arguments, flags = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = [
            compare(arguments, flags, seed, pathlib.Path(folder))
            for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds)
        ]
    for name, values in zip(("course F1", "PyTorch F1", "course seconds", "PyTorch seconds"), zip(*runs)):
        error = statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0
        print(f"{name:16} {statistics.mean(values):.4f} ± {error:.4f}")


if __name__ == "__main__":
    main()
