import Course
import Foundation
import Layers
import Text

/// Everything that decides what the training of a classifier ends with, besides the texts. What each
/// field is, the help of its flag says.
package struct ClassifierConfiguration: WordConfiguration {
  package static let noun = "text"
  package enum Cell: String, CaseIterable, Codable, Sendable { case lstm, gru, rnn, average, bag }
  package enum Pooling: String, CaseIterable, Codable, Sendable { case last, mean, max }

  package var cell = Cell.lstm
  package var hidden = 64
  package var layers = 1
  package var embedding = 64
  package var directions = ReadingDirections.one
  package var pooling = Pooling.max
  package var dropout = 0.5
  package var l2 = 0.0
  package var batch = 32
  package var epochs = 20
  package var patience: Int? = 3
  package var learningRate = 0.002
  package var clip = 1.0
  package var seed = 1
  /// A share, or a file.
  package var validation = "0.1"
  package var minimumCount = 2
  package var vocabulary: Int?
  package var length = 500
  package var lowerCase = false
  package var encoding: String?
  package var labelColumn: String?
  package var textColumn: String?
  package var unit = TextUnit.word

  package init() {}

  // MARK: What follows from it

  var columns: LabelledText.Columns { .init(label: labelColumn, text: textColumn) }

  /// The symbols of a text that a model reads.
  func symbols(of text: String) -> [String] { Array(allSymbols(of: text).prefix(length)) }

  /// The same of a text however long.
  func allSymbols(of text: String) -> [String] {
    let symbols = unit.symbols(of: lowerCase ? text.lowercased() : text)
    return unit == .character ? symbols : symbols.filter { !($0.first?.isWhitespace ?? true) }
  }

  /// Its cells have no layers and no directions.
  var isRecurrent: Bool { cell != .average && cell != .bag }

  @LayerBuilder
  func modelLayers(vocabularySize: Int, labels: Int) -> [Layer] {
    if cell == .bag {
      // A score for each word and label: logistic regression on the shares of the words.
      Embedding(vocabularySize: vocabularySize, size: labels, initializer: .zeros, l2: l2)
      GlobalAveragePooling1D()
      Activation(.softmax)
    } else {
      Embedding(vocabularySize: vocabularySize, size: embedding, l2: l2)
      Dropout(dropout)
      if isRecurrent {
        for layer in 1...layers {
          recurrent(givesSequence: layer < layers || pooling != .last)
          if layer < layers { Dropout(dropout) }
        }
      }
      if !isRecurrent || pooling == .mean {
        GlobalAveragePooling1D()
      } else if pooling == .max {
        GlobalMaxPooling1D()
      }
      Dropout(dropout)
      Dense(labels, activation: .softmax, kernelL2: l2)
    }
  }

  private func recurrent(givesSequence: Bool) -> Layer {
    let both = directions == .both
    switch cell {
    case .gru:
      let layer = GRU(hidden, returnSequences: givesSequence, kernelL2: l2, recurrentL2: l2)
      return both ? .bidirectional(Bidirectional(layer)) : .gru(layer)
    case .rnn:
      let layer = SimpleRNN(hidden, returnSequences: givesSequence, kernelL2: l2, recurrentL2: l2)
      return both ? .bidirectional(Bidirectional(layer)) : .simpleRNN(layer)
    case .lstm, .average, .bag:
      let layer = LSTM(hidden, returnSequences: givesSequence, kernelL2: l2, recurrentL2: l2)
      return both ? .bidirectional(Bidirectional(layer)) : .lstm(layer)
    }
  }

  /// The layers in a few words.
  func shape(labels: Int) -> String {
    if cell == .bag { return "bag of words, a score for each word and label" }
    var parts = ["embedding \(embedding)"]
    if isRecurrent {
      let layer = "\(cell)".uppercased() + " \(hidden)" + (directions == .both ? " both ways" : "")
      parts += Array(repeating: layer, count: layers)
      parts.append(pooling == .last ? "last state" : "\(pooling) of the states")
    } else {
      parts.append("average")
    }
    return (parts + ["dense \(labels)"]).joined(separator: " → ")
  }
}

extension ClassifierConfiguration {
  package static func suited(to count: Int, asked: Self) -> Self {
    var base = Self()
    base.hidden = count < 1_000 ? 32 : count < 50_000 ? 64 : 128
    base.embedding = base.hidden
    while base.batch > 4 && count < 20 * base.batch { base.batch /= 2 }
    if count >= 50_000 { base.batch = 64 }
    if asked.cell == .bag { base.learningRate = 0.05 }
    // Without a validation nothing says when to stop.
    if asked.validationShare == 0 { base.epochs = 5 }
    return base
  }
}

// MARK: - Flags

extension ClassifierConfiguration {
  package static let settings: [TrainingSetting<Self>] =
    [
      .init(
        "--cell CELL",
        "what reads: lstm, gru, rnn, average (of the words' vectors) or bag (of words; default lstm)",
        \.cell),
      .init(
        "--hidden N", "units of each recurrent layer (default: 32, 64 or 128 by the texts' number)",
        \.hidden, in: 1...4096),
      .init(
        "--layers N", "recurrent layers, one above the other (default 1)", \.layers, in: 1...16),
      .init(
        "--embedding N", "numbers for each word (default: as --hidden)", \.embedding, in: 1...4096),
      .init("--directions one|both", "in which a text is read (default one)", \.directions),
      .init(
        "--pooling last|mean|max", "what is judged: the last state, or all states' (default max)",
        \.pooling),
      .init("--l2 R", "weight of the squares' penalty (default 0)", \.l2) {
        try $0.number($1, default: 0, in: 0...1)
      },
    ]
    + learningSettings(
      rate: "0.002; 0.05 for a bag", epochs: "20; 5 without validation",
      share: "each label's texts")
    + vocabularySettings + [
      .init(
        "--length N", "words of a text that are read, its first (default 500)", \.length,
        in: 1...65_536),
      .init("--lower-case", "takes capital letters for small ones", \.lowerCase) { _, _ in true },
      .init(optional: .labelColumn, \.labelColumn) { $0.string($1) },
      .init(optional: .textColumn, \.textColumn) { $0.string($1) },
      .init("--unit character|word", "what is read one at a time (default word)", \.unit),
    ]

  package static let flagsOfModels: Set = [
    "--cell", "--hidden", "--layers", "--embedding", "--directions", "--pooling", "--unit",
    "--lower-case", "--vocabulary", "--minimum-count",
  ]

  package static var command: Command { .classify }
}
