import Backpropagation
import Course
import LSTMGates
import LanguageModel
import Layers
import LinearAlgebra
import Optimizers
import Text
import VanillaRNN

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
    let comparison = PeerComparison(
      try Corpus(files: arguments.positionals).text,
      seed: try arguments.integer("--seed", default: 1, in: 0...Int.max))
    let epochs = try arguments.integer("--epochs", default: 1, in: 1...1000)
    let terminal = arguments.terminal
    terminal.print(
      "\(comparison.steps) steps an epoch, \(comparison.first.vocabularySize) symbols; "
        + "validation loss in nats")
    for (name, train) in [
      ("chapters", comparison.byChapters), ("Layers", comparison.byLayers),
    ] {
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
  static let hiddenSize = 128
  static let rows = 32
  static let length = 64
  static let learningRate = 0.003
  static let maximumNorm = 1.0

  let first: LSTMModel
  private let training, validation: [LanguageModel.Window]

  var steps: Int { training.count }

  /// - Parameter text: whose last tenth is measured on.
  init(_ text: String, seed: Int) {
    let symbols = LanguageModel.TextUnit.character.symbols(of: text)
    let parts = LanguageModel.splitForValidation(symbols, fraction: 0.1)
    let vocabulary = LanguageModel.Vocabulary(
      unit: .character, known: knownSymbols(of: parts.training, minimumCount: 1))
    training = windows(
      of: vocabulary.encode(symbols: parts.training), rows: Self.rows, length: Self.length)
    validation = windows(
      of: vocabulary.encode(symbols: parts.validation), rows: Self.rows, length: Self.length)
    var generator = SeededGenerator(seed: UInt64(seed))
    first = LSTMModel(
      vocabularySize: vocabulary.count, hiddenSize: Self.hiddenSize, using: &generator)
  }

  func byChapters(epochs: Int, afterEpoch: (Double) -> Void) {
    var model = first
    var optimizer = Optimizers.Adam(learningRate: Self.learningRate)
    _ = model.train(
      on: training, validation: validation, epochs: epochs, maximumNorm: Self.maximumNorm,
      with: &optimizer
    ) { _, history in afterEpoch(history.validation.last ?? .nan) }
  }

  func byLayers(epochs: Int, afterEpoch: (Double) -> Void) throws {
    let network = try OneHotNetwork(
      first,
      optimizer: .adam(
        learningRate: .constant(Self.learningRate), clipping: .norm(Self.maximumNorm)))
    for _ in 0..<epochs {
      // The optimiser's moments are kept from one call to the next; the state begins anew.
      try network.model.fit(training.lazy.map(network.batch))
      afterEpoch(network.learnt.loss(of: validation))
    }
  }
}
