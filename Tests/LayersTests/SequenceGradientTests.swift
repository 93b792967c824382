import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Losses of whole sequences behind whole models: the gradient of every parameter against central
/// differences in double precision, with sequences of unequal lengths and masks amid them.
final class SequenceGradientTests: XCTestCase {
  private var generator = SeededGenerator(seed: 5)

  func testCTC() throws {
    let x = Input.sequence(features: 2)
    let states = GRU(3, returnSequences: true)(Dense(2)(x))
    for activation in [ActivationFunction.linear, .softmax] {
      try check(
        numbers(x, [7, 4, 5]), [Dense(4, activation: activation)(states)], [.ctc(blank: 2)],
        [.sequences([[1, 1, 3], [0], []])])
    }
  }

  func testCTCOfWhatAMaskLeaves() throws {
    let x = Input.symbols()
    let states = Bidirectional(LSTM(2, returnSequences: true))(embed(x))
    try check(
      symbols(x), [Dense(3)(states)], [.ctc()], [.sequences([[1, 2, 1], [2], [1, 1]])])
  }

  func testCRF() throws {
    let x = Input.symbols()
    let states = Bidirectional(GRU(2, returnSequences: true))(embed(x))
    try check(
      symbols(x), [CRF(3)(Dense(3)(states))], [.crf],
      [.sequences([[0, 1, 2, 2, 1, 0], [2, 1], [1, 0, 0, 2]])])
  }

  /// Emissions that another layer reads, too, and a CRF that is called twice.
  func testSharedCRFs() throws {
    let x = Input.sequence(features: 2)
    let (crf, dense) = (CRF(2), Dense(2))
    let emissions = crf(dense(x))
    let targets = WindowTargets<Double>.sequences([[0, 1, 1, 0], [1, 0], [0, 0, 1]])
    try check(
      numbers(x, [4, 2, 3]), [emissions, Dense(1)(LSTM(2)(emissions)), crf(Dense(2)(emissions))],
      [.crf, .meanSquaredError, .crf], [targets, .values([0.3, -1, 2]), targets])
  }

  func testPointersAtSeveralPlaces() throws {
    let x = Input.symbols()
    let states = GRU(3, returnSequences: true)(embed(x))
    try check(
      symbols(x), [Dense(1)(states)], [.pointer], [.sequences([[0, 4, 3], [1], [2, 3]])])
  }

  /// Of each step a place or two among all, and of one vector.
  func testPointingByAttention() throws {
    let x = Input.symbols()
    let states = GRU(3, returnSequences: true)(embed(x))
    let (_, weights) = AdditiveAttention(3).withWeights(query: Dense(2)(states), value: states)
    let (_, other) = Attention().withWeights(query: Dense(3)(GRU(2)(states)), value: states)
    try check(
      symbols(x), [weights, other], [.pointer, .pointer],
      [
        .places([
          [[0], [1, 4], [0], [5], [1, 1], [3]], [[1], [0]], [[2], [3], [1], [1, 2, 3]],
        ]),
        .places([[[0, 4]], [[1]], [[3]]]),
      ])
  }

  // MARK: The check

  private struct Data {
    let input: Value
    let part: GraphWindow<Double>.Part
  }

  private func embed(_ x: Value) -> Value {
    Embedding(vocabularySize: 4, size: 3, masksZero: true)(x)
  }

  private func symbols(_ x: Value) -> Data {
    var part = GraphWindow<Double>.Part(time: 6)
    part.symbols = [1, 2, 0, 3, 1, 2, 3, 1, 0, 0, 0, 0, 0, 1, 1, 2, 0, 0]
    part.lengths = [6, 2, 4]
    return Data(input: x, part: part)
  }

  private func numbers(_ x: Value, _ lengths: [Int]) -> Data {
    var part = GraphWindow<Double>.Part(time: lengths.max()!)
    part.numbers = (0..<lengths.count * part.time * 2).map { _ in generator.normal() }
    part.lengths = lengths
    return Data(input: x, part: part)
  }

  private func check(
    _ data: Data, _ outputs: [Value], _ losses: [Loss], _ targets: [WindowTargets<Double>],
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let graph = try BuiltGraph(inputs: [data.input], outputs: outputs).graph
    let network = try GraphNetwork<Double>(graph).measured(by: losses)
    let parameters = network.initialParameters(seed: 3)
    for index in parameters.values.indices {
      parameters.values[index] += generator.uniform(in: -0.5...0.5)
    }
    var window = GraphWindow<Double>(rows: data.part.lengths.count, parts: [data.part])
    window.targets = targets
    let counts = expectGradients(
      of: network, parameters, on: window, losses,
      weights: outputs.indices.map { 1 + 0.5 * Double($0) }, "", file: file, line: line)
    XCTAssertEqual(counts, losses.map { _ in window.rows })
  }
}
