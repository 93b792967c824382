import Foundation
import Layers
import Text

/// A language model as a folder for PyTorch: weights, the modules that they belong to, a text in symbols,
/// and a program that trains on.
struct PyTorchExport {
  private let model: Sequential
  private let configuration: TrainingConfiguration
  private let text: TrainingText
  /// Of the first batch, before any update, in nats a symbol.
  let firstLoss: Double

  init(_ checkpoint: Checkpoint, _ text: TrainingText, threads: Int) throws {
    (configuration, self.text) = (checkpoint.configuration, text)
    model = try checkpoint.model()
    let window = text.training[0]
    let evaluator = try Evaluator(
      model: model, rows: window.rows, length: window.time, threads: threads)
    firstLoss =
      try evaluator.loss(inputs: window.inputs, targets: window.targets, time: window.time)
      / Double(window.rows * window.time)
  }

  /// - Throws: `ModelFileError` where a file cannot be written.
  func write(to folder: String) throws {
    let modules = Array(repeating: "memory", count: configuration.layers)
    try model.writeWeights(
      to: folder + "/weights.safetensors", as: .pyTorch,
      modules: ["embedding"] + modules + ["head"])
    let symbols = text.training.symbols.flatMap { symbol in
      withUnsafeBytes(of: Int32(symbol).littleEndian) { Array($0) }
    }
    try AtomicFile.write([symbols], to: folder + "/text.bin")
    let vocabulary = try jsonLine(text.vocabulary.symbols) + "\n"
    for (name, content) in [
      ("vocabulary.json", vocabulary), ("model.py", modelProgram), ("train_ddp.py", trainProgram),
    ] {
      try AtomicFile.write([Array(content.utf8)], to: "\(folder)/\(name)")
    }
  }

  // MARK: Python

  private var isLSTM: Bool { configuration.cell == .lstm }

  /// The modules, under the names that the weights have.
  private var modelProgram: String {
    """
    \"""A language model that was trained in Swift, with its weights.\"""

    import pathlib

    import torch
    from safetensors.torch import load_file

    HERE = pathlib.Path(__file__).parent
    VOCABULARY, EMBEDDING = \(text.vocabularySize), \(configuration.embedding)
    HIDDEN, LAYERS = \(configuration.hidden), \(configuration.layers)


    class LanguageModel(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
            self.memory = torch.nn.\(isLSTM ? "LSTM" : "RNN")(EMBEDDING, HIDDEN, LAYERS, batch_first=True)
            self.head = torch.nn.Linear(HIDDEN, VOCABULARY)

        def forward(self, symbols, state=None):
            \"""Logits of the symbol after each of batch × time, and the state to go on with.\"""
            states, state = self.memory(self.embedding(symbols), state)
            return self.head(states), state


    def load(path=HERE / "weights.safetensors"):
        model = LanguageModel()
        model.load_state_dict(load_file(path))
        return model

    """
  }

  private var trainProgram: String {
    """
    \"""Trains the model on, in as many processes as torchrun starts:

        torchrun --nproc_per_node 2 train_ddp.py --epochs 1 --learning-rate 0.003

    text.bin has the text as indices of vocabulary.json. It lies in ROWS stretches, one under the other;
    a batch is the next LENGTH symbols of each, and begins with the state in which the batch before it
    ended. Each process takes its share of the rows. The weights go to trained.safetensors.
    \"""

    import argparse
    import os
    import sys

    import numpy
    import torch
    import torch.distributed as distributed
    from safetensors.torch import save_file
    from torch.nn.parallel import DistributedDataParallel

    from model import HERE, load

    ROWS, LENGTH, CLIP = \(configuration.batch), \(configuration.length), \(configuration.clip)
    FIRST_LOSS = \(firstLoss)  # of the first batch, before any update, where the weights come from


    def main():
        parser = argparse.ArgumentParser()
        parser.add_argument("--epochs", type=int, default=1)
        parser.add_argument("--learning-rate", type=float, default=0.003)
        arguments = parser.parse_args()
        has_cuda = torch.cuda.is_available()
        distributed.init_process_group("nccl" if has_cuda else "gloo")
        rank, processes = distributed.get_rank(), distributed.get_world_size()
        if ROWS % processes:
            sys.exit(f"{ROWS} rows do not divide among {processes} processes")
        device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if has_cuda else "cpu"

        text = torch.from_numpy(numpy.fromfile(HERE / "text.bin", "<i4").astype("int64"))
        width = (len(text) - 1) // ROWS
        mine = slice(rank * ROWS // processes, (rank + 1) * ROWS // processes)
        inputs = text[: ROWS * width].view(ROWS, width)[mine].to(device)
        targets = text[1 : ROWS * width + 1].view(ROWS, width)[mine].to(device)

        network = load().to(device)
        # Of its two biases one stays at zero: Adam would take two steps for their sum.
        for name, parameter in network.named_parameters():
            parameter.requires_grad_("bias_hh" not in name)
        network = DistributedDataParallel(network)
        learning = [parameter for parameter in network.parameters() if parameter.requires_grad]
        optimizer = torch.optim.Adam(learning, arguments.learning_rate)
        starts = range(0, width, LENGTH)
        steps = arguments.epochs * len(starts)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.01, 1 - step / steps))

        for epoch in range(arguments.epochs):
            state, total = None, 0.0
            for start in starts:
                window = slice(start, start + LENGTH)
                logits, state = network(inputs[:, window], state)
                state = \(isLSTM ? "tuple(part.detach() for part in state)" : "state.detach()")
                loss = torch.nn.functional.cross_entropy(
                    logits.flatten(0, 1), targets[:, window].flatten())
                mean = loss.detach().clone()
                distributed.all_reduce(mean)
                mean = mean.item() / processes
                if rank == 0 and epoch == 0 and start == 0:
                    print(f"first batch {mean:.6f} nats, where it comes from {FIRST_LOSS:.6f}")
                total += mean * min(LENGTH, width - start)
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(learning, CLIP)
                optimizer.step()
                schedule.step()
            if rank == 0:
                print(f"epoch {epoch + 1} of {arguments.epochs}: {total / width:.4f} nats a symbol")
        if rank == 0:
            save_file(network.module.state_dict(), HERE / "trained.safetensors")
        distributed.destroy_process_group()


    if __name__ == "__main__":
        main()

    """
  }
}
