import XCTest

@testable import Layers

/// Mistakes that come naturally to those who know Keras, written as they would write them. Each is
/// answered by one line with the place, what was expected, what was given, and a cure; where the cure
/// is another way to write the same, it is held to work.
class MistakeCase: XCTestCase {
  let symbols = [[1, 2, 3], [3, 2], [2, 1, 1], [3, 3]]
  let series: [[[Double]]] = [
    [[0.1], [0.2], [0.3]], [[0.3], [0.2]], [[0.5], [0.4]], [[0.9], [0.8]],
  ]

  /// Checks what a mistake is answered.
  func expect(
    _ sentence: String, file: StaticString = #filePath, line: UInt = #line,
    _ mistake: () throws -> Void
  ) {
    do {
      try mistake()
      XCTFail("said nothing, should say: \(sentence)", file: file, line: line)
    } catch { XCTAssertEqual("\(error)", sentence, file: file, line: line) }
  }

  /// Reads symbols, and gives one of three classes.
  func classifier(_ loss: Loss = .sparseCategoricalCrossEntropy) throws -> Sequential {
    let model = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(6)
      Dense(3, activation: .softmax)
    }
    try model.compile(loss: loss)
    return model
  }

  /// Reads symbols, and gives one of three classes at each step.
  func tagger(_ loss: Loss = .sparseCategoricalCrossEntropy) throws -> Sequential {
    let model = Sequential {
      Embedding(vocabularySize: 5, size: 4)
      LSTM(6, returnSequences: true)
      Dense(3, activation: .softmax)
    }
    try model.compile(loss: loss)
    return model
  }

  /// Reads numbers, and gives the next one.
  func forecaster() throws -> Sequential {
    let model = Sequential {
      LSTM(4)
      Dense(1)
    }
    try model.compile(loss: .meanSquaredError)
    return model
  }
}
