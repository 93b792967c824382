import LinearAlgebra
import XCTest

@testable import Layers

/// A dense layer over many symbols and its loss, computed some steps at a time.
final class LargeOutputTests: XCTestCase {
  private func batch(
    _ layers: [Layer], largestOutput: Int, threads: Int = 1
  ) throws -> ShardedGraph<Double> {
    let network = try GraphNetwork<Double>(
      [.embedding(Embedding(vocabularySize: 9, size: 3, masksZero: true))] + layers,
      largestOutput: largestOutput)
    return ShardedGraph(
      network, parameters: network.initialParameters(seed: 4), rows: 37, length: 5,
      training: true, threads: threads)
  }

  /// 37 rows are two shards of 16 and one of 5; the steps of the last row are padding in part.
  private var window: GraphWindow<Double> {
    var generator = SeededGenerator(seed: 2)
    func symbols(_ bound: Int) -> [Int32] {
      (0..<37 * 5).map { _ in Int32(generator.integer(below: bound)) }
    }
    var part = GraphWindow<Double>.Part(time: 5, symbols: symbols(9))
    part.mask = Array(repeating: 1, count: 37 * 5 - 2) + [0, 0]
    var window = GraphWindow<Double>(rows: 37, parts: [part])
    window.targets = [.classes(symbols(11))]
    return window
  }

  func testPartsGiveWhatTheWholeGives() throws {
    let task = ShardedGraph<Double>.Task(
      objective: Objective(loss: .sparseCategoricalCrossEntropy, metrics: [.accuracy]),
      backward: true)
    for layers: [Layer] in [
      [.lstm(LSTM(4, returnSequences: true)), .dense(Dense(11))], [.dense(Dense(11))],
    ] {
      let whole = try batch(layers, largestOutput: .max)
      let expected = whole.run(window, task)[0]
      // A second pass goes on from the states of the first.
      let outputs = whole.outputs(window)
      // 3 steps at a time, 7, 40, and 0, which becomes 1.
      for (limit, threads) in [(33, 1), (83, 2), (440, 3), (10, 2)] {
        let parts = try batch(layers, largestOutput: limit, threads: threads)
        let result = parts.run(window, task)[0]
        XCTAssertEqual(result.loss, expected.loss, accuracy: 1e-10)
        XCTAssertEqual(result.count, expected.count)
        XCTAssertEqual(
          result.sums.values(task.objectives[0]), expected.sums.values(task.objectives[0]))
        for (one, other) in zip(parts.shards, whole.shards) {
          for (x, y) in zip(one.gradients.values, other.gradients.values) {
            XCTAssertEqual(x, y, accuracy: 1e-12)
          }
        }
        XCTAssertTrue(parts.outputs(window) == outputs, "the outputs")
      }
    }
  }

  func testTheNumberOfThreadsChangesNoBit() throws {
    let task = ShardedGraph<Double>.Task(backward: true)
    let layers: [Layer] = [.lstm(LSTM(4, returnSequences: true)), .dense(Dense(11))]
    let results = try [1, 2, 3].map { threads in
      let batch = try batch(layers, largestOutput: 83, threads: threads)
      let loss = batch.run(window, task)[0].loss
      return [loss] + batch.shards.flatMap { Array($0.gradients.values) }
    }
    for result in results.dropFirst() { XCTAssertEqual(result, results[0]) }
  }

  /// The logits of a batch of 32 windows of 64 steps over 50,000 symbols would be 410 MB.
  func testManySymbolsTakeLittleMemory() throws {
    let network = try GraphNetwork<Float>([
      .embedding(Embedding(vocabularySize: 50_000, size: 64)),
      .lstm(LSTM(128, returnSequences: true)), .dense(Dense(50_000)),
    ])
    XCTAssertEqual(network.stepsAtOnce(of: 16 * 64), 335)
    XCTAssertLessThan(network.trainingBytes(rows: 32, length: 64), 450_000_000)
    XCTAssertEqual(
      try GraphNetwork<Float>([.dense(Dense(96))], features: 8).stepsAtOnce(of: 99), 99)
  }
}
