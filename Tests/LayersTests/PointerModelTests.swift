import Foundation
import LinearAlgebra
import XCTest

@testable import Layers

/// Models that point to places: what they learn, whatever the number of threads, and what is said of
/// places that do not fit.
final class PointerModelTests: XCTestCase {
  private var generator = SeededGenerator(seed: 1)

  private func below(_ bound: Int) -> Int { generator.integer(below: bound) }

  /// Where does the first symbol come again? Anywhere will do.
  func testPointingAtAWordThatStandsThereTwice() throws {
    var (x, places): ([[Int]], [[Int]]) = ([], [])
    for _ in 0..<200 {
      let letters = (0..<4 + below(5)).map { _ in 1 + below(3) }
      let again = letters.indices.filter { $0 > 0 && letters[$0] == letters[0] }
      if again.isEmpty { continue }
      x.append(letters)
      places.append(again)
    }
    let letters = Input.symbols()
    let read = Bidirectional(GRU(12, returnSequences: true))
    let states = read(Embedding(vocabularySize: 4, size: 6)(letters))
    let model = try Model(inputs: letters, outputs: Dense(1)(states), seed: 1)
    try model.compile(
      loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    let history = try model.fit(x, places, epochs: 15)
    XCTAssertGreaterThan(history["accuracy"].last!, 0.97)
    XCTAssertLessThan(history["loss"].last!, 0.15)
  }

  /// Each letter points to where its like comes first, by the weights of an attention.
  func testPointingByAttention() throws {
    let x = (0..<150).map { _ in (0..<3 + below(5)).map { _ in 1 + below(4) } }
    let places = x.map { letters in letters.map { letters.firstIndex(of: $0)! } }
    var weights: [[[Float]]] = []
    for threads in [1, 2, 5] {
      let model = try firstPointer()
      let history = try model.fit(x, places, epochs: 15, batchSize: 40, threads: threads)
      XCTAssertGreaterThan(history["accuracy"].last!, 0.97)
      XCTAssertLessThan(history["loss"].last!, history["loss"][0] / 5)
      weights.append(model.tensors.map(\.values))
    }
    XCTAssertEqual(weights[0], weights[1])
    XCTAssertEqual(weights[0], weights[2])
  }

  private func firstPointer() throws -> Model {
    let letters = Input.symbols()
    let embedded = Embedding(vocabularySize: 6, size: 8, masksZero: true)(letters)
    let states = Bidirectional(GRU(12, returnSequences: true))(embedded)
    let (_, pointing) = Attention().withWeights(
      query: Dense(16)(states), value: states, key: Dense(16)(states))
    let model = try Model(inputs: letters, outputs: pointing, seed: 1)
    try model.compile(
      loss: .pointer, optimizer: .adam(learningRate: 0.02), metrics: [.accuracy])
    return model
  }

  /// The loss of any of several places is that of the sum of their weights.
  func testAttentionMayPointToAnyOfSeveral() throws {
    let model = try firstPointer()
    let x = [[1, 2, 0, 3], [4, 5]]
    let given = try model.predictAll(x)[0].sequences
    XCTAssertEqual(given.map { $0.map(\.count) }, [[4, 4, 4, 4], [2, 2]])
    let places = [[[0, 3], [1, 1], [0, 0], [3, 1]], [[0, 0], [1, 0]]]
    // The masked step asks for nothing.
    let wanted = [(0, 0, [0, 3]), (0, 1, [1]), (0, 3, [1, 3]), (1, 0, [0]), (1, 1, [0, 1])]
    let loss = wanted.reduce(0.0) { sum, step in
      sum - log(step.2.reduce(0.0) { $0 + Double(given[step.0][step.1][$1]) })
    }
    XCTAssertEqual(try model.evaluate(x, places).loss, loss / 2, accuracy: 1e-5)
  }

  func testPlacesThatDoNotFit() throws {
    let model = try firstPointer()
    let x = [[1, 2, 0, 3], [4, 5]]
    let label = "layer 5 (AttentionWeights)"
    for (targets, sentence) in [
      ([[0, 0, 0, 0]], "\(label) expected a target for each of 2 examples, got 1"),
      (
        [[0, 0, 0, 0], [0]],
        "\(label) expected a target for each time step: example 1 has 2 time steps and 1 target"
      ),
      (
        [[0, 0, 0, 4], [0, 0]],
        "\(label) with pointer expected places from 0 to 3, got 4 for step 3 in example 0"
      ),
      (
        [[0, 0, 0, 2], [0, 0]],
        "\(label) with pointer expected places that are not padding, got 2 for step 3 in example 0"
      ),
    ] {
      XCTAssertEqual(message { try model.fit(x, targets) }, sentence)
    }
    XCTAssertEqual(
      message { try model.fit(x, [[0.0, 0, 0, 0], [0, 0]]) },
      "\(label) with pointer expected places, which are integers, for each time step, got a sequence "
        + "of numbers for each example")
  }
}
