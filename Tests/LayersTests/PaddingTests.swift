import LinearAlgebra
import XCTest

@testable import Layers

/// A padded batch gives each sequence exactly the result that it has alone, to the last bit.
final class PaddingTests: XCTestCase {
  private let memories: [Layer] = [
    .lstm(LSTM(5)), .gru(GRU(5)), .simpleRNN(SimpleRNN(5)),
    .lstm(LSTM(5, returnSequences: true, goBackwards: true)),
    .bidirectional(Bidirectional(LSTM(3, returnSequences: true))),
    .bidirectional(Bidirectional(GRU(3), merge: .sum)),
  ]

  private func sentences() -> [[Int]] {
    var generator = SeededGenerator(seed: 8)
    return (0..<37).map { _ in
      (0..<1 + generator.integer(below: 12)).map { _ in 1 + generator.integer(below: 8) }
    }
  }

  private func model(_ memory: Layer, masksZero: Bool = false) -> Sequential {
    Sequential(seed: 4) {
      Embedding(vocabularySize: 9, size: 4, masksZero: masksZero)
      memory
      Dense(3, activation: .softmax)
    }
  }

  func testSequencesOfUnequalLength() throws {
    for memory in memories {
      let model = model(memory)
      let sentences = sentences()
      let together = try model.predictSequences(sentences, batchSize: 37)
      for (sentence, outputs) in zip(sentences, together) {
        XCTAssertEqual(try model.predictSequences([sentence])[0], outputs)
      }
    }
  }

  /// Zeros before, after and amid what counts.
  func testPaddingBySymbolsOfZero() throws {
    for memory in memories {
      let model = model(memory, masksZero: true)
      let sentences = sentences()
      let alone = try model.predictSequences(sentences, batchSize: 1)
      for before in [0, 3] {
        let padded = sentences.map { sentence in
          Array(repeating: 0, count: before) + sentence
            + Array(repeating: 0, count: 20 - before - sentence.count)
        }
        let together = try model.predictSequences(padded, batchSize: 37)
        for (index, sentence) in sentences.enumerated() {
          let outputs = together[index]
          let counted =
            outputs.count == 1 ? outputs : Array(outputs[before...].prefix(sentence.count))
          XCTAssertEqual(counted, alone[index])
        }
      }
      let amid = try model.predict(ifVector: [[3, 0, 0, 5, 0]])
      XCTAssertEqual(amid, try model.predict(ifVector: [[3, 5]]))
    }
  }

  func testPaddingByAValue() throws {
    let model = Sequential(seed: 2) {
      Masking(value: -1)
      GRU(4)
      Dense(2)
    }
    let long: [[Float]] = [[1, 2], [-1, 3], [-1, -1], [0, 0], [-1, -1]]
    let short: [[Float]] = [[1, 2], [-1, 3], [0, 0]]
    let outputs = try model.predict([long, short])
    XCTAssertEqual(outputs[0], outputs[1])
  }

  /// The gradient too: training on sequences as they are, and on padded ones, gives equal weights.
  func testTrainingPassesOverPadding() throws {
    let sentences = sentences()
    let labels = sentences.map { $0.reduce(0, +) % 3 }
    for memory in memories {
      guard case .vector? = memory.output(of: .sequence(4)) else { continue }
      func trained(_ sentences: [[Int]]) throws -> [Tensor] {
        let model = model(memory, masksZero: true)
        try model.compile(loss: .sparseCategoricalCrossEntropy)
        try model.fit(sentences, labels, epochs: 2, batchSize: 16)
        return try model.tensors
      }
      let padded = sentences.map { $0 + Array(repeating: 0, count: 15 - $0.count) }
      for (one, other) in zip(try trained(sentences), try trained(padded)) {
        for (x, y) in zip(one.values, other.values) { XCTAssertEqual(x, y, accuracy: 1e-5) }
      }
    }
  }
}

extension Sequential {
  /// What the model gives where that is one vector for each example, and nothing otherwise.
  fileprivate func predict(ifVector inputs: [[Int]]) throws -> [[Float]] {
    if network.outputShapes[0].steps != nil { return [] }
    return try predict(inputs)
  }
}
