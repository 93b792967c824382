"""Trains the forecaster of `course train --task forecast` in PyTorch: the same windows, layers, first
weights and loss, on the parts of a series of hours that follow each other.

    .build/peers/bin/python Tests/Peers/forecast.py ETTh1.csv OT [--horizon 24] [--subtract none] [--cell linear]

The first rows are there to learn from, the next to stop by, and the next to be judged on, with the mean
absolute error in the column's unit. One thread.
"""

import argparse
import csv
import math
import statistics
import time

import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_

torch.set_num_threads(1)


class Forecaster(nn.Module):
    """The layers of ForecastConfiguration for one quantile, with the first weights of `Layers`."""

    def __init__(self, settings):
        super().__init__()
        self.is_linear = settings.cell == "linear"
        size = 5 * settings.window if self.is_linear else settings.hidden
        if not self.is_linear:
            self.memory = nn.LSTM(5, settings.hidden, batch_first=True)
            for name, values in self.memory.named_parameters():
                nn.init.zeros_(values)
                if name.startswith("bias_ih"):
                    values.data[settings.hidden : 2 * settings.hidden] = 1
                elif name.startswith("weight"):
                    draw = nn.init.xavier_uniform_ if "_ih_" in name else nn.init.orthogonal_
                    for gate in values.data.chunk(4):
                        draw(gate)
        self.output = nn.Linear(size, settings.horizon)
        nn.init.xavier_uniform_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, windows):
        if self.is_linear:
            return self.output(windows.flatten(1))
        return self.output(self.memory(windows)[0][:, -1])


class Series:
    """A column on the scale of its training part, and the hour's place in the day and the week."""

    def __init__(self, values, settings):
        self.settings = settings
        known = torch.tensor(values[: settings.train], dtype=torch.float64)
        self.mean, self.deviation = known.mean().item(), known.std(correction=0).item()
        self.values = torch.tensor([(value - self.mean) / self.deviation for value in values])
        angles = [
            [2 * math.pi * step / season for season in (24, 168)] for step in range(len(values))]
        marks = torch.tensor([[f(a) for a in row for f in (math.sin, math.cos)] for row in angles])
        self.features = torch.cat([self.values[:, None], marks], dim=1).float()
        self.values = self.values.float()

    def part(self, begin, end):
        """The last steps of windows that forecast this part alone."""
        return range(max(begin, self.settings.window) - 1, end - self.settings.horizon)

    def batch(self, origins):
        settings = self.settings
        windows = torch.stack([self.features[o + 1 - settings.window : o + 1] for o in origins])
        targets = torch.stack([self.values[o + 1 : o + 1 + settings.horizon] for o in origins])
        if settings.subtract == "last":
            last = self.values[torch.tensor(origins)]
            windows[:, :, 0] -= last[:, None]
            targets = targets - last[:, None]
        return windows, targets

    def error(self, model, origins):
        """The mean absolute error, on the scale."""
        model.eval()
        total = 0.0
        with torch.no_grad():
            for start in range(0, len(origins), 512):
                windows, targets = self.batch(list(origins[start : start + 512]))
                total += (model(windows) - targets).abs().mean(1).sum().item()
        return total / len(origins)


def train(series, settings, seed):
    torch.manual_seed(seed)
    model = Forecaster(settings)
    optimizer = torch.optim.Adam(model.parameters(), lr=settings.learning_rate)
    known = series.part(0, settings.train)
    held = series.part(settings.train, settings.train + settings.held)
    best, waited, kept = math.inf, 0, None
    for _ in range(settings.epochs):
        model.train()
        order = torch.randperm(len(known)).tolist()
        for start in range(0, len(order), settings.batch):
            windows, targets = series.batch([known[i] for i in order[start : start + settings.batch]])
            optimizer.zero_grad()
            # The pinball loss at the level 0.5.
            (0.5 * (model(windows) - targets).abs().mean()).backward()
            clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
        error, waited = series.error(model, held), waited + 1
        if error < best:
            best, waited = error, 0
            kept = {name: values.clone() for name, values in model.state_dict().items()}
        if waited == settings.patience:
            break
    model.load_state_dict(kept)
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file")
    parser.add_argument("column")
    parser.add_argument("--cell", choices=["lstm", "linear"], default="lstm")
    parser.add_argument("--subtract", choices=["last", "none"], default="last")
    for name, value in {
        "horizon": 24, "window": 168, "hidden": 64, "batch": 64, "epochs": 30, "patience": 5,
        "train": 8640, "held": 2880, "test": 2880, "seeds": 2,
    }.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--learning-rate", type=float, default=0.001)
    settings = parser.parse_args()
    with open(settings.file, newline="", encoding="utf-8") as file:
        values = [float(row[settings.column]) for row in csv.DictReader(file)]
    series = Series(values, settings)
    begin = settings.train + settings.held
    test, errors = series.part(begin, begin + settings.test), []
    for seed in range(1, settings.seeds + 1):
        start = time.process_time()
        error = series.error(train(series, settings, seed), test) * series.deviation
        errors.append(error)
        print(f"seed {seed}: {error:.4f}, {time.process_time() - start:.0f} s of the processor", flush=True)
    spread = statistics.stdev(errors) if len(errors) > 1 else float("nan")
    print(f"PyTorch {statistics.mean(errors):.4f} ± {spread / len(errors) ** 0.5:.4f}")


if __name__ == "__main__":
    main()
