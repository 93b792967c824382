import LinearAlgebra
import XCTest

@testable import Layers

/// Every entry of every parameter's gradient against central differences, in double precision.
final class GradientTests: XCTestCase {
  func testOneLSTM() throws {
    try check(
      [.lstm(LSTM(3, returnSequences: true)), .dense(Dense(5))], vocabulary: 5, embedding: 4,
      rows: 2, time: 4)
  }

  func testTwoLSTMs() throws {
    try check(
      [
        .lstm(LSTM(3, returnSequences: true)), .lstm(LSTM(4, returnSequences: true)),
        .dense(Dense(6)),
      ], vocabulary: 6, embedding: 2, rows: 3,
      time: 3)
  }

  func testOneSimpleRNN() throws {
    try check(
      [.simpleRNN(SimpleRNN(4, returnSequences: true)), .dense(Dense(3))], vocabulary: 3,
      embedding: 5, rows: 1, time: 6)
  }

  func testMixedLayers() throws {
    try check(
      [
        .dense(Dense(3)), .simpleRNN(SimpleRNN(3, returnSequences: true)),
        .lstm(LSTM(2, returnSequences: true)), .dense(Dense(4)),
      ],
      vocabulary: 4, embedding: 3, rows: 2, time: 3)
  }

  func testDenseAlone() throws {
    try check([.dense(Dense(7))], vocabulary: 7, embedding: 3, rows: 4, time: 2)
  }

  func testASingleStepOfASingleRow() throws {
    try check(
      [.lstm(LSTM(2, returnSequences: true)), .dense(Dense(2))], vocabulary: 2, embedding: 1,
      rows: 1, time: 1)
  }

  func testSeveralShards() throws {
    try check(
      [.lstm(LSTM(2, returnSequences: true)), .dense(Dense(3))], vocabulary: 3, embedding: 2,
      rows: 35, time: 2)
  }

  /// Three seeds of a model. The window that is checked follows one that leaves a state behind, so
  /// that the carry is a part of what is differentiated.
  private func check(
    _ layers: [Layer], vocabulary: Int, embedding: Int, rows: Int, time: Int,
    file: StaticString = #filePath, line: UInt = #line
  ) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let network = try! GraphNetwork<Double>(
        [.embedding(Embedding(vocabularySize: vocabulary, size: embedding))] + layers)
      let parameters = network.initialParameters(seed: seed)
      // Biases begin as zeros; a gradient must be right anywhere.
      for value in parameters.values.indices {
        parameters.values[value] += generator.uniform(in: -0.3...0.3)
      }
      let batch = ShardedGraph(
        network, parameters: parameters, rows: rows, length: time, training: true, threads: 2)
      func symbols() -> [Int32] {
        (0..<rows * time).map { _ in Int32(generator.integer(below: vocabulary)) }
      }
      _ = batch.loss(try batch.window(inputs: symbols(), targets: symbols(), time: time))
      let state = batch.state
      let (inputs, targets) = (symbols(), symbols())
      let window = try batch.window(inputs: inputs, targets: targets, time: time)
      func loss() -> Double {
        batch.setState(state)
        batch.parametersChanged()
        return batch.loss(window) / Double(rows * time)
      }
      batch.setState(state)
      _ = batch.lossAndGradients(window)
      for slot in network.layout.slots {
        let problem = worstDifference(slot, parameters, batch.shards.map(\.gradients), loss)
        XCTAssertLessThan(
          problem.relative, 1e-6, "\(slot.name)[\(problem.entry)], seed \(seed)", file: file,
          line: line)
      }
    }
  }

  private func worstDifference(
    _ slot: ParameterSlot, _ parameters: Buffer<Double>, _ gradients: [Buffer<Double>],
    _ loss: () -> Double
  ) -> (relative: Double, entry: Int) {
    let step = 1e-5
    var worst = (relative: 0.0, entry: 0)
    for entry in 0..<slot.count {
      let value = parameters.base + slot.offset + entry
      let kept = value.pointee
      value.pointee = kept + step
      let above = loss()
      value.pointee = kept - step
      let below = loss()
      value.pointee = kept
      let numeric = (above - below) / (2 * step)
      let analytic = gradients.reduce(0) { $0 + $1.base[slot.offset + entry] }
      let relative = abs(numeric - analytic) / max(abs(numeric), abs(analytic), 1e-4)
      if !(relative <= worst.relative) { worst = (relative, entry) }
    }
    return worst
  }
}
