"""Trains `course train --task classify` and the same model in PyTorch on the same texts, and compares.

Of the training file a tenth is held out, anew for each seed. Both programs learn from the rest, stop
early by the loss on that tenth, and are judged with their best weights on it and on the test file. The
vocabulary is read from the course's model. From the package's root, with files of `label text`:

    .build/peers/bin/python Tests/Peers/classify.py TRAIN TEST [--seeds 5] [--first-seed 1] [FLAGS]

FLAGS go to `course train`: --cell, --layers, --hidden, --embedding, --pooling, --dropout, --epochs, --patience,
--batch, --learning-rate. One thread each, one after the other.
"""

import argparse
import json
import pathlib
import random
import statistics
import struct
import subprocess
import tempfile
import time

import torch
from torch import nn
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_, rnn

torch.set_num_threads(1)


def metadata(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        entries = json.loads(file.read(length))["__metadata__"]
    return {
        key: json.loads(entries[key]) for key in ("configuration", "vocabulary", "labels", "progress")
    }


def symbols(text):
    """A word, or one character that is no part of a word: `TextUnit.word`."""
    found, word = [], ""
    for index, character in enumerate(text):
        joins = character in "'’" and word and index + 1 < len(text) and text[index + 1].isalpha()
        if character.isalpha() or character.isnumeric() or joins:
            word += character
            continue
        if word:
            found.append(word)
        word = ""
        if not character.isspace():
            found.append(character)
    return found + [word] if word else found


# How many blocks stand under one another in the weights of a cell.
GATES = {"lstm": 4, "gru": 3, "rnn": 1}


class Classifier(nn.Module):
    """The layers of ClassifierConfiguration, with the first weights of `Layers`."""

    def __init__(self, settings, vocabulary, labels):
        super().__init__()
        self.cell, self.pooling = settings["cell"], settings["pooling"]
        is_bag = self.cell == "bag"
        size = labels if is_bag else settings["embedding"]
        self.embedding = nn.Embedding(vocabulary, size)
        nn.init.normal_(self.embedding.weight, 0, 0 if is_bag else size**-0.5)
        self.dropout = nn.Dropout(settings["dropout"])
        if self.cell in GATES:
            kind = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[self.cell]
            layers = settings["layers"]
            self.memory = kind(
                size, settings["hidden"], layers, batch_first=True,
                dropout=settings["dropout"] if layers > 1 else 0)
            for name, values in self.memory.named_parameters():
                nn.init.zeros_(values)
                if name.startswith("bias_ih") and self.cell == "lstm":
                    values.data[settings["hidden"] : 2 * settings["hidden"]] = 1
                elif name.startswith("weight"):
                    draw = nn.init.xavier_uniform_ if "_ih_" in name else nn.init.orthogonal_
                    for gate in values.data.chunk(GATES[self.cell]):
                        draw(gate)
            size = settings["hidden"]
        if not is_bag:
            self.output = nn.Linear(size, labels)
            nn.init.xavier_uniform_(self.output.weight)
            nn.init.zeros_(self.output.bias)

    def forward(self, texts, lengths):
        counts = (torch.arange(texts.shape[1])[None] < lengths[:, None])[..., None]
        states = self.embedding(texts)
        if self.cell != "bag":
            states = self.dropout(states)
        if self.cell in GATES:
            packed = rnn.pack_padded_sequence(states, lengths, batch_first=True, enforce_sorted=False)
            packed, last = self.memory(packed)
            states, _ = rnn.pad_packed_sequence(packed, batch_first=True)
        if self.cell in GATES and self.pooling == "last":
            pooled = (last[0] if self.cell == "lstm" else last)[-1]
        elif self.cell in GATES and self.pooling == "max":
            pooled = states.masked_fill(~counts, -torch.inf).max(1).values
        else:
            pooled = (states * counts).sum(1) / lengths[:, None]
        return pooled if self.cell == "bag" else self.output(self.dropout(pooled))


def batch(rows):
    lengths = torch.tensor([len(text) for text, _ in rows])
    texts = rnn.pad_sequence([torch.tensor(text) for text, _ in rows], batch_first=True)
    return texts, lengths, torch.tensor([label for _, label in rows])


def judged(model, rows):
    """The mean loss and the accuracy."""
    model.eval()
    loss = right = 0
    with torch.no_grad():
        for start in range(0, len(rows), 256):
            texts, lengths, labels = batch(rows[start : start + 256])
            logits = model(texts, lengths)
            loss += functional.cross_entropy(logits, labels, reduction="sum").item()
            right += (logits.argmax(1) == labels).sum().item()
    return loss / len(rows), right / len(rows)


def train(settings, vocabulary, labels, rows, held, seed):
    """The best epoch's model, and how many epochs there were."""
    torch.manual_seed(seed)
    model = Classifier(settings, vocabulary, labels)
    optimizer = torch.optim.Adam(model.parameters(), lr=settings["learningRate"])
    best, waited, kept = torch.inf, 0, None
    for epoch in range(settings["epochs"]):
        model.train()
        order = torch.randperm(len(rows)).tolist()
        for start in range(0, len(rows), settings["batch"]):
            chosen = [rows[index] for index in order[start : start + settings["batch"]]]
            texts, lengths, targets = batch(chosen)
            optimizer.zero_grad()
            functional.cross_entropy(model(texts, lengths), targets).backward()
            clip_grad_norm_(model.parameters(), settings["clip"])
            optimizer.step()
        loss, _ = judged(model, held)
        waited += 1
        if loss < best:
            best, waited = loss, 0
            kept = {name: values.clone() for name, values in model.state_dict().items()}
        if waited == settings["patience"]:
            break
    model.load_state_dict(kept)
    return model, epoch + 1


def course(program, *words):
    run = subprocess.run([program, *words], capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(run.stderr)
    return run.stdout


def read(path, encoding="utf-8"):
    lines = pathlib.Path(path).read_bytes().decode(encoding).split("\n")
    return [line.split(" ", 1) for line in lines if line]


def compare(arguments, flags, seed, folder):
    """(held-out accuracy, test accuracy, seconds) of the course, and of PyTorch."""
    rows = read(arguments.train, arguments.encoding)
    random.Random(seed).shuffle(rows)
    count = len(rows) // 10
    parts = {"held": rows[:count], "rest": rows[count:], "test": read(arguments.test)}
    for name, part in parts.items():
        text = "".join(f"{label}\t{text}\n" for label, text in part)
        (folder / name).write_text(text, encoding="utf-8")
    model = str(folder / "model")
    start = time.time()
    course(
        arguments.course, "train", "--task", "classify", str(folder / "rest"), "--validation",
        str(folder / "held"), "--model", model, "--seed", str(seed), "--threads", "1", "--replace",
        "--json", *flags,
    )  # fmt: skip
    seconds = time.time() - start
    ours = [
        json.loads(course(arguments.course, "evaluate", str(folder / name), "--model", model, "--json"))
        for name in ("held", "test")
    ]
    known = metadata(model)
    indices = {word: index for index, word in enumerate(known["vocabulary"]["symbols"])}
    encoded = {
        name: [
            ([indices.get(word, 0) for word in symbols(text)] or [0], known["labels"].index(label))
            for label, text in part
        ]
        for name, part in parts.items()
    }
    start = time.time()
    theirs, epochs = train(
        known["configuration"], len(indices), len(known["labels"]), encoded["rest"], encoded["held"],
        seed,
    )  # fmt: skip
    result = (
        (ours[0]["accuracy"], ours[1]["accuracy"], seconds, known["progress"]["epoch"]),
        (judged(theirs, encoded["held"])[1], judged(theirs, encoded["test"])[1],
         time.time() - start, epochs),
    )  # fmt: skip
    print(seed, *(" ".join(f"{number:.4f}" for number in side) for side in result), flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("train")
    parser.add_argument("test")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--encoding", default="utf-8")
    parser.add_argument("--course", default=".build/debug/course-lab")
    arguments, flags = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = [
            compare(arguments, flags, seed, pathlib.Path(folder))
            for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds)
        ]
    for index, name in enumerate(("held out", "test", "seconds", "epochs")):
        ours, theirs = ([run[side][index] for run in runs] for side in (0, 1))
        gaps = [a - b for a, b in zip(ours, theirs)]
        error = statistics.stdev(gaps) / len(gaps) ** 0.5
        spread = [statistics.stdev(side) / len(side) ** 0.5 for side in (ours, theirs)]
        print(
            f"{name:9} course {statistics.mean(ours):.4f} ± {spread[0]:.4f}"
            f"  PyTorch {statistics.mean(theirs):.4f} ± {spread[1]:.4f}"
            f"  difference {statistics.mean(gaps):+.4f} ± {error:.4f}"
        )


if __name__ == "__main__":
    main()
