import Backpropagation
import Course
import LanguageModel
import Layers
import LinearAlgebra
import Optimizers
import Sequences
import Tasks
import Text

extension Command {
  static let devPeers = Command(
    name: "dev peers",
    summary: "trains one model with the chapters' code and with Layers, to compare them",
    usage: "course dev peers FILE [--epochs N] [--seed N]",
    example: "swift run course dev peers tinyshakespeare.txt --seed 2",
    flags: [
      Flag(name: "--epochs", placeholder: "N", help: "times through the text; 1"),
      Flag(name: "--seed", placeholder: "N", help: "of the first weights; 1"),
    ],
    positionals: 1...1
  ) { arguments in
    let comparison = try PeerComparison(
      Corpus(files: arguments.positionals).text,
      seed: arguments.integer("--seed", default: 1, in: 0...Int.max))
    let epochs = try arguments.integer("--epochs", default: 1, in: 1...1000)
    let terminal = arguments.terminal
    terminal.print(
      "\(comparison.steps) steps an epoch, \(comparison.first.vocabularySize) symbols; "
        + "validation loss in nats")
    for (name, train) in [("chapters", comparison.byChapters), ("Layers", comparison.byLayers)] {
      var epoch = 0
      try train(epochs) { loss in
        epoch += 1
        terminal.print("\(name), epoch \(epoch): \(fixed(loss, 4))")
      }
    }
    return .done
  }
}

/// One training, done twice: by the chapters' code in double precision, by `Layers` in single. The
/// text is cut in the same way, the first weights are the same numbers, and one function measures
/// both models. Tests/Peers/language_model.py does it with PyTorch.
struct PeerComparison {
  private static let (rate, norm) = (0.003, 1.0)

  let first: LSTMModel
  private let text: ChapterTrainingText

  var steps: Int { text.training.count }

  init(_ text: String, seed: Int) throws {
    self.text = try ChapterTrainingText(text, .standard)
    var generator = SeededGenerator(seed: UInt64(seed))
    first = LSTMModel(
      vocabularySize: self.text.vocabulary.count, hiddenSize: 128, using: &generator)
  }

  func byChapters(epochs: Int, afterEpoch: (Double) -> Void) {
    var (model, optimizer) = (first, Optimizers.Adam(learningRate: Self.rate))
    _ = model.train(
      on: text.training, validation: text.validation, epochs: epochs, maximumNorm: Self.norm,
      with: &optimizer
    ) { _, history in afterEpoch(history.validation.last ?? .nan) }
  }

  func byLayers(epochs: Int, afterEpoch: (Double) -> Void) throws {
    let (network, size) = (try oneHotNetwork(like: first), first.vocabularySize)
    try network.compile(
      loss: .sparseCategoricalCrossEntropy,
      optimizer: .adam(learningRate: .constant(Self.rate), clipping: .norm(Self.norm)))
    var learnt = first
    for _ in 0..<epochs {
      // The optimiser's moments are kept from one call to the next; the state begins anew.
      try network.fit(
        text.training.lazy.map { batch(of: $0, vocabularySize: size) }, progress: .none)
      learnt.parameters = try network.tensors.map(Matrix.init)
      afterEpoch(learnt.loss(of: text.validation))
    }
  }
}

/// The chapters' model as `Layers` computes it: its first layer reads one-hot rows, and it begins with
/// the same numbers.
private func oneHotNetwork(like model: LSTMModel) throws -> Sequential {
  let layers: [Layer] = [
    .input(Input(features: model.vocabularySize)),
    .lstm(LSTM(model.cell.hiddenSize, returnSequences: true, stateful: true)),
    .dense(Dense(model.vocabularySize)),
  ]
  let tensors = try zip(Sequential(layers: layers).tensors, model.parameters).map {
    tensor, matrix in
    try Tensor(name: tensor.name, shape: tensor.shape, values: matrix.values.map { Float($0) })
  }
  return try Sequential(layers: layers, tensors: tensors)
}

/// Rows × time of one-hot vectors, and of the symbols to predict.
private func batch(of window: LanguageModel.Window, vocabularySize: Int) -> Batch {
  let rows = 0..<window.rows
  let inputs = rows.map { row in
    window.inputs.map { oneHot([$0[row]], vocabularySize: vocabularySize).values }
  }
  return Batch(inputs, rows.map { row in window.targets.map { $0[row] } })
}

extension Matrix {
  /// A vector is a row.
  init(_ tensor: Tensor) {
    let columns = tensor.shape.last ?? 1
    self.init(
      rows: tensor.values.count / columns, columns: columns,
      values: tensor.values.map { Double($0) })
  }
}
