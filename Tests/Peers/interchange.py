"""Shows that models go both ways between this library and PyTorch through safetensors files.

    python Tests/Peers/interchange.py            checks ours in PyTorch; writes PyTorch's for our suite
    python Tests/Peers/interchange.py --check    writes nothing

Tests/Fixtures/swift-model.safetensors was written by this library's `save`, and swift-model.json holds
inputs and what our model gives for them: PyTorch must give the same with those weights, to 1e-5. The
other way round, torch-model.safetensors holds a PyTorch model's state dictionary and torch-model.json
what it gives: InterchangeTests reads both. That suite also writes the first pair again, where
LEARNLSTM_WRITE_FIXTURES is set.
"""

import json
import sys

import numpy
import safetensors.numpy
import safetensors.torch
import torch

from fixtures import FIXTURES

VOCABULARY, EMBEDDING, UNITS, CLASSES = 20, 6, 8, 3


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
        self.lstm = torch.nn.LSTM(EMBEDDING, UNITS, num_layers=2, batch_first=True)
        self.head = torch.nn.Linear(UNITS, CLASSES)

    def forward(self, symbols):
        states, _ = self.lstm(self.embedding(symbols))
        return torch.softmax(self.head(states[:, -1]), -1)


def from_swift(tensors):
    """Our tensors as a state dictionary: matrices transposed, and a second bias of zeros."""
    state = {
        "embedding.weight": tensors["0.embedding.weights"],
        "head.weight": tensors["3.dense.weights"].T,
        "head.bias": tensors["3.dense.bias"],
    }
    for index, layer in enumerate(["1.lstm", "2.lstm"]):
        state[f"lstm.weight_ih_l{index}"] = tensors[layer + ".inputWeights"].T
        state[f"lstm.weight_hh_l{index}"] = tensors[layer + ".recurrentWeights"].T
        state[f"lstm.bias_ih_l{index}"] = tensors[layer + ".bias"]
        state[f"lstm.bias_hh_l{index}"] = numpy.zeros_like(tensors[layer + ".bias"])
    return {key: torch.tensor(numpy.ascontiguousarray(value)) for key, value in state.items()}


def outputs(model, inputs):
    """Sequences have unequal lengths, so each is a batch of its own."""
    with torch.no_grad():
        return [model(torch.tensor([sequence]))[0].tolist() for sequence in inputs]


def worst(left, right):
    return max(abs(x - y) for a, b in zip(left, right, strict=True) for x, y in zip(a, b, strict=True))


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit("interchange.py takes no argument, or --check")
    model = Model()
    ours = json.loads((FIXTURES / "swift-model.json").read_text())
    model.load_state_dict(
        from_swift(safetensors.numpy.load_file(FIXTURES / "swift-model.safetensors")))
    difference = worst(outputs(model, ours["inputs"]), ours["outputs"])
    print(f"ours in PyTorch {torch.__version__}: the outputs differ by at most {difference:.1e}")
    if not difference <= 1e-5:
        sys.exit("that is more than 1e-5")

    torch.manual_seed(2026)
    model = Model()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.5)
    path = FIXTURES / "torch-model.safetensors"
    if check:
        model.load_state_dict(safetensors.torch.load_file(path))
        theirs = json.loads((FIXTURES / "torch-model.json").read_text())
        difference = worst(outputs(model, theirs["inputs"]), theirs["outputs"])
        if not difference <= 1e-5:
            sys.exit(f"PyTorch's model gives other outputs, by {difference:.1e}")
        print("PyTorch's model gives what the file says")
        return
    safetensors.torch.save_file(model.state_dict(), path)
    theirs = {"inputs": ours["inputs"], "outputs": outputs(model, ours["inputs"])}
    (FIXTURES / "torch-model.json").write_text(json.dumps(theirs) + "\n")
    print(f"wrote {path.name} and torch-model.json")


if __name__ == "__main__":
    main()
