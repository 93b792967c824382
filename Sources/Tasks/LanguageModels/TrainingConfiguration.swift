import Course
import Layers
import Text

/// Everything that decides what the training of a language model ends with, besides the text itself.
/// What each field is, the help of its flag says, in `settings`.
package struct TrainingConfiguration: TaskConfiguration {
  package enum Cell: String, CaseIterable, Codable, Sendable { case lstm, rnn }

  package var cell = Cell.lstm
  package var hidden = 128
  package var layers = 1
  package var embedding = 64
  package var batch = 32
  package var length = 64
  package var epochs = 1
  /// At the first step; it falls in a straight line to a hundredth of this at the last.
  package var learningRate = 0.01
  package var clip = 1.0
  package var validation = 0.1
  package var seed = 1
  package var unit = TextUnit.character
  package var vocabulary: Int?

  package init() {}

  package static let standard = TrainingConfiguration()

  // MARK: What follows from it

  func modelLayers(vocabularySize: Int) -> [Layer] {
    let recurrent: Layer =
      switch cell {
      case .lstm: .lstm(LSTM(hidden, returnSequences: true, stateful: true))
      case .rnn: .simpleRNN(SimpleRNN(hidden, returnSequences: true, stateful: true))
      }
    return [.embedding(Embedding(vocabularySize: vocabularySize, size: embedding))]
      + Array(repeating: recurrent, count: layers) + [.dense(Dense(vocabularySize))]
  }

  package func learningRate(step: Int, of total: Int) -> Double {
    learningRate * max(0.01, 1 - Double(step) / Double(max(1, total)))
  }

  /// How the symbols are called in messages.
  var unitName: String { "\(unit)s" }

  /// A number of symbols in words.
  func counted(_ count: Int) -> String { "\(grouped(count)) \(unit)\(count == 1 ? "" : "s")" }
}
