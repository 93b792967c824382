#!/usr/bin/env python3
"""The golden numbers of chapter 11: what PyTorch's embedding and automatic gradients make of small
models. Writes ../Fixtures/pytorch-word-vectors.json; with --check, compares it instead."""

import json
import pathlib
import sys

import numpy
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

PATH = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "pytorch-word-vectors.json"
random = numpy.random.default_rng(2026)


def draw(*shape):
    return torch.tensor(numpy.round(random.normal(0, 1, shape), 4), dtype=torch.float64)


def digits(tensor):
    array = tensor.detach().numpy()
    if array.ndim > 1:
        return [digits(torch.tensor(part)) for part in array]
    return [float(f"{number:.14g}") for number in array]


def embedding(symbols, size, width):
    table = torch.nn.Embedding(size, width, dtype=torch.float64)
    gradient = draw(len(symbols), width)
    table(torch.tensor(symbols)).backward(gradient)
    return {"symbols": symbols, "outputGradient": digits(gradient), "gradient": digits(table.weight.grad)}


def skip_gram(size, width, count, negatives):
    words, contexts = draw(size, width).requires_grad_(), draw(size, width).requires_grad_()
    centres, neighbours = (random.integers(0, size, count).tolist() for _ in range(2))
    drawn = [random.integers(0, size, count).tolist() for _ in range(negatives)]
    loss = 0
    for index, symbols in enumerate([neighbours] + drawn):
        scores = (words[centres] * contexts[symbols]).sum(1)
        labels = torch.full_like(scores, 1.0 if index == 0 else 0.0)
        loss = loss + binary_cross_entropy_with_logits(scores, labels)
    loss.backward()
    return {
        "words": digits(words), "contexts": digits(contexts), "centres": centres,
        "neighbours": neighbours, "negatives": drawn, "loss": float(f"{loss.item():.14g}"),
        "wordGradient": digits(words.grad), "contextGradient": digits(contexts.grad),
    }


def glove(size, width):
    parameters = [draw(size, width), draw(size, width), draw(size), draw(size)]
    for parameter in parameters:
        parameter.requires_grad_()
    words, contexts, word_bias, context_bias = parameters
    counts = torch.tensor(random.choice([0, 0.5, 3, 40, 100, 250], (size, size)), dtype=torch.float64)
    weights = torch.clamp((counts / 100) ** 0.75, max=1)
    errors = words @ contexts.T + word_bias[:, None] + context_bias[None, :] - torch.log(counts.clamp(min=1e-300))
    (torch.where(counts > 0, weights * errors**2, 0)).sum().backward()
    rows = [parameter.grad if parameter.dim() == 2 else parameter.grad[None, :] for parameter in parameters]
    return {
        "words": digits(words), "contexts": digits(contexts), "wordBias": digits(word_bias),
        "contextBias": digits(context_bias), "counts": digits(counts),
        "gradients": [digits(row) for row in rows],
    }


result = {
    "library": "pytorch", "version": torch.__version__,
    "embeddings": [embedding([2, 0, 2, 2, 4], 6, 3), embedding([1, 1], 2, 4)],
    "skipGrams": [skip_gram(5, 3, 4, 2), skip_gram(3, 4, 6, 5)],
    "gloVes": [glove(4, 3), glove(6, 2)],
}


def same(mine, theirs):
    if isinstance(mine, dict):
        return mine.keys() == theirs.keys() and all(
            same(mine[key], theirs[key]) for key in mine if key != "version")
    if isinstance(mine, list):
        return len(mine) == len(theirs) and all(map(same, mine, theirs))
    return mine == theirs if isinstance(mine, str) else abs(mine - theirs) <= 1e-9 * max(1, abs(theirs))


if "--check" in sys.argv:
    sys.exit(0 if same(result, json.loads(PATH.read_text())) else f"{PATH.name} differs")
PATH.write_text(json.dumps(result) + "\n")
