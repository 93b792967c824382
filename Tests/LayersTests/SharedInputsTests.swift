import LinearAlgebra
import XCTest

@testable import Layers

/// A symbol that stands at many places is multiplied by W once. What comes out is what a model gives
/// that reads the symbols' vectors as numbers, and so multiplies each of them.
final class SharedInputsTests: XCTestCase {
  private let memories: [Layer] = [
    .lstm(LSTM(5, returnSequences: true)), .gru(GRU(5, returnSequences: true)),
    .simpleRNN(SimpleRNN(5, returnSequences: true)),
    .lstm(LSTM(5, returnSequences: true, goBackwards: true)),
    .gru(GRU(5, returnSequences: true, resetAfter: false)),
    .bidirectional(Bidirectional(LSTM(3, returnSequences: true))),
    .bidirectional(Bidirectional(GRU(3, returnSequences: true), merge: .sum)),
  ]
  private let size = 3

  /// Windows in which all symbols differ, a half, few, and one alone; one batch reads them all, so
  /// that what it remembers of one window must not show in the next.
  private let windows: [[Int32]] = [
    (0..<24).map { $0 }, (0..<24).map { $0 % 12 }, (0..<24).map { $0 % 13 },
    (0..<24).map { $0 * 7 % 5 }, Array(repeating: 23, count: 24), (0..<24).map { 23 - $0 },
  ]

  func testEveryOutputIsTheSameToTheLastBit() throws {
    for memory in memories {
      let (symbols, numbers) = try models(memory)
      for window in windows {
        XCTAssertEqual(
          symbols.batch.outputs(
            GraphWindow(rows: 2, time: 12, symbols: window, classes: window)),
          numbers.batch.outputs(vectors(window, symbols.table)))
      }
    }
  }

  func testEveryGradientIsTheSame() throws {
    for memory in memories {
      let (symbols, numbers) = try models(memory)
      for window in windows {
        let task = ShardedGraph<Double>.Task(backward: true)
        _ = symbols.batch.run(
          GraphWindow(rows: 2, time: 12, symbols: window, classes: window), task)
        _ = numbers.batch.run(vectors(window, symbols.table), task)
        let table = symbols.tableCount
        let shared = symbols.batch.shards[0].gradients.values.dropFirst(table)
        let single = numbers.batch.shards[0].gradients.values
        XCTAssertEqual(shared.count, single.count)
        for (one, other) in zip(shared, single) { XCTAssertEqual(one, other, accuracy: 1e-14) }
      }
    }
  }

  func testManyDistinctSymbolsAreNotShared() throws {
    let network = try GraphNetwork<Double>([
      .embedding(Embedding(vocabularySize: 24, size: size)), memories[0],
    ])
    let lookup = try XCTUnwrap(network.shortcuts.lookups.first)
    let distinct = DistinctSymbols<Double>(lookup, steps: 24, training: true)
    let counts = windows.map { window in
      window.withUnsafeBufferPointer { distinct.load($0.baseAddress!, steps: 24) }
      return distinct.inputs?.count
    }
    XCTAssertEqual(counts, [nil, 12, nil, 5, 1, nil])
  }

  func testOnlyALayerRightAboveAnEmbeddingShares() throws {
    let embedding = Layer.embedding(Embedding(vocabularySize: 24, size: size))
    for others in [
      [.dense(Dense(4)), memories[0]],
      [.lstm(LSTM(5, returnSequences: true, dropout: 0.5))],
      [.bidirectional(Bidirectional(LSTM(3, returnSequences: true, dropout: 0.5)))],
    ] as [[Layer]] {
      let network = try GraphNetwork<Double>([embedding] + others)
      XCTAssertTrue(network.shortcuts.lookups.isEmpty)
    }
  }

  /// A predictor looks products up; an evaluator, which reads several steps, computes them.
  func testAPredictorGivesWhatAWholeWindowGives() throws {
    for memory in memories.prefix(3) {
      let model = Sequential(
        layers: [
          .embedding(Embedding(vocabularySize: 9, size: size)), memory, .dense(Dense(9)),
        ], seed: 3)
      let predictor = try Predictor(model: model)
      let text = [4, 4, 0, 8, 1, 4, 2, 2]
      let whole = try model.predictSequences([text])[0]
      for (symbol, logits) in zip(text, whole) {
        XCTAssertEqual(predictor.logits(after: symbol), logits)
      }
    }
  }

  func testAPredictorsMostProbableSymbolHasTheLargestLogit() throws {
    let model = Sequential(
      layers: [
        .embedding(Embedding(vocabularySize: 9, size: size)), memories[0], .dense(Dense(9)),
      ],
      seed: 5)
    let (first, second) = (try Predictor(model: model), try Predictor(model: model))
    for symbol in [1, 2, 3, 8, 0] {
      let logits = first.logits(after: symbol)
      XCTAssertEqual(second.mostProbable(after: symbol), logits.firstIndex(of: logits.max()!))
    }
  }

  // MARK: The two models

  private struct Side {
    let batch: ShardedGraph<Double>
    let table: [Double]
    var tableCount: Int { (table.count + 15) / 16 * 16 }
  }

  /// A model that reads symbols, and one with the same weights that reads their vectors.
  private func models(_ memory: Layer) throws -> (symbols: Side, numbers: Side) {
    let above = [memory, .dense(Dense(24))]
    let symbols = try GraphNetwork<Double>(
      [.embedding(Embedding(vocabularySize: 24, size: size))] + above)
    let numbers = try GraphNetwork<Double>([.input(Input(features: size))] + above)
    let all = symbols.initialParameters(seed: 6)
    let table = Array(all.values.prefix(24 * size))
    let rest = Buffer<Double>(count: numbers.layout.count)
    for index in 0..<rest.count {
      rest.base[index] = all.base[(table.count + 15) / 16 * 16 + index]
    }
    func batch(
      _ network: GraphNetwork<Double>, _ parameters: Buffer<Double>
    ) -> ShardedGraph<Double> {
      ShardedGraph(
        network, parameters: parameters, rows: 2, length: 12, training: true, threads: 1)
    }
    return (
      Side(batch: batch(symbols, all), table: table), Side(batch: batch(numbers, rest), table: [])
    )
  }

  private func vectors(_ window: [Int32], _ table: [Double]) -> GraphWindow<Double> {
    let numbers = window.flatMap { symbol in
      table[Int(symbol) * size..<(Int(symbol) + 1) * size]
    }
    var result = GraphWindow<Double>(
      rows: 2, parts: [GraphWindow.Part(time: 12, numbers: numbers)])
    result.targets = [.classes(window)]
    return result
  }
}
