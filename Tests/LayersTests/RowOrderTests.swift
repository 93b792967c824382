import LinearAlgebra
import XCTest

@testable import Layers

/// Rows of unlike lengths stand in a batch so that padding needs no work, and nothing but the order of
/// sums depends on it.
final class RowOrderTests: XCTestCase {
  private func sequences(_ lengths: [Int]) -> [[Int]] {
    var generator = SeededGenerator(seed: 4)
    return lengths.map { length in (0..<length).map { _ in generator.integer(below: 9) } }
  }

  private func model(stateful: Bool = false, kind: Int = 0) throws -> Sequential {
    let model = Sequential(seed: 3) {
      Embedding(vocabularySize: 9, size: 4)
      switch kind {
      case 0: Bidirectional(LSTM(6))
      case 1: Bidirectional(GRU(6))
      default: LSTM(6, stateful: stateful)
      }
      Dense(1, activation: .sigmoid)
    }
    try model.compile(loss: .binaryCrossEntropy, optimizer: .adam())
    return model
  }

  private func data(
    _ sequences: [[Int]], stateful: Bool = false
  ) throws -> GraphData {
    let network = try model(stateful: stateful, kind: 2).network
    return try GraphData(inputs: [sequences.makeExamples()], targets: [], for: network, losses: [])
  }

  func testShardsShareLongAndShortRows() throws {
    let lengths = (0..<37).map { 1 + $0 * 5 % 37 }
    let data = try self.data(sequences(lengths))
    let dealt = data.dealt(Array(0..<37))
    XCTAssertEqual(dealt.sorted(), Array(0..<37))
    for shard in [0..<16, 16..<32, 32..<37] {
      let own = dealt[shard].map { lengths[$0] }
      XCTAssertEqual(own, own.sorted(by: >))
      XCTAssertGreaterThanOrEqual(own[0], 35)
    }
  }

  func testRowsOfOneLengthKeepTheirOrder() throws {
    let rows = [3, 0, 2, 1]
    XCTAssertEqual(try self.data(sequences([7, 7, 7, 7])).dealt(rows), rows)
    XCTAssertEqual(try self.data(sequences([2, 3, 1, 4])).longestFirst(rows), [3, 1, 0, 2])
  }

  func testStatefulRowsKeepTheirPlaces() throws {
    let rows = [0, 1, 2, 3]
    let data = try self.data(sequences([1, 4, 2, 3]), stateful: true)
    XCTAssertEqual(data.dealt(rows), rows)
    XCTAssertEqual(data.longestFirst(rows), rows)
  }

  func testPredictionsComeInTheOrderOfTheExamples() throws {
    let inputs = sequences((0..<40).map { 1 + $0 * 7 % 23 })
    for kind in 0...2 {
      let model = try self.model(kind: kind)
      let together = try model.predict(inputs, batchSize: 20)
      for (input, output) in zip(inputs, together) {
        XCTAssertEqual(try model.predict([input])[0], output)
      }
    }
  }

  func testTrainingDoesNotDependOnThreads() throws {
    let inputs = sequences((0..<75).map { 1 + $0 * 7 % 23 })
    let labels = inputs.map { $0.count % 2 }
    for kind in 0...2 {
      let weights = try [1, 2, 5].map { threads in
        let model = try self.model(kind: kind)
        try model.fit(
          inputs, labels, epochs: 2, batchSize: 40, progress: .none, threads: threads)
        return try model.predict(inputs)
      }
      XCTAssertEqual(weights[0], weights[1])
      XCTAssertEqual(weights[0], weights[2])
    }
  }
}
