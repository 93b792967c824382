import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Every entry of every parameter's gradient against central differences in double precision, for
/// every layer, with and without padding, in both directions, under every loss.
final class LayerGradientTests: XCTestCase {
  private let recurrent: [Layer] = [
    .lstm(LSTM(3, returnSequences: true)), .gru(GRU(3, returnSequences: true)),
    .simpleRNN(SimpleRNN(3, returnSequences: true)),
  ]

  func testGRUs() {
    check([.gru(GRU(3, returnSequences: true)), .gru(GRU(2)), .dense(Dense(3))])
  }

  func testTheLastStepAlone() {
    for layer in recurrent { check([layer.with { $0.returnSequences = false }]) }
  }

  func testBackwardsInTime() {
    for layer in recurrent {
      check([layer.with { $0.goBackwards = true }, .dense(Dense(2))])
      check([layer.with { ($0.goBackwards, $0.returnSequences) = (true, false) }])
    }
  }

  func testDropout() {
    for layer in recurrent {
      check([layer.with { ($0.dropout, $0.recurrentDropout) = (0.3, 0.4) }, .dense(Dense(2))])
      check([layer.with { ($0.recurrentDropout, $0.goBackwards) = (0.4, true) }])
    }
    check([.dense(Dense(4)), .dropout(Dropout(0.5)), .dense(Dense(2))])
  }

  func testBothDirections() {
    for merge in [Bidirectional.Merge.concatenate, .sum] {
      for sequences in [true, false] {
        check([
          .bidirectional(Bidirectional(LSTM(2, returnSequences: sequences), merge: merge)),
          .dense(Dense(2)),
        ])
        check([
          .dense(Dense(2)),
          .bidirectional(
            Bidirectional(GRU(2, returnSequences: sequences, recurrentDropout: 0.3), merge: merge)),
        ])
        check([.bidirectional(Bidirectional(SimpleRNN(2, returnSequences: sequences)))])
      }
    }
  }

  func testActivations() {
    for function in ActivationFunction.allCases {
      check([.dense(Dense(3, activation: function)), .dense(Dense(2))])
      check([.dense(Dense(3)), .activation(Activation(function))])
    }
  }

  func testLayerNorm() {
    check([.layerNorm(LayerNorm()), .gru(GRU(3)), .layerNorm(LayerNorm(epsilon: 1e-5))])
  }

  func testRecurrentLayersUnderTheLossItself() {
    for layer in recurrent { check([layer]) }
  }

  func testEveryLoss() {
    for loss in [
      Loss.binaryCrossEntropy, .categoricalCrossEntropy, .sparseCategoricalCrossEntropy,
      .meanSquaredError, .meanAbsoluteError,
    ] {
      check([.dense(Dense(3))], losses: [loss])
      check([.lstm(LSTM(3))], losses: [loss])
    }
  }

  func testSymbols() {
    check([
      .embedding(Embedding(vocabularySize: 5, size: 3)), .lstm(LSTM(2, returnSequences: true)),
      .dropout(Dropout(0.2)), .gru(GRU(2)), .dense(Dense(3)),
    ])
  }

  // MARK: The check

  /// - Parameter losses: each of them is checked on a batch with padding and on one without.
  private func check(
    _ layers: [Layer], losses: [Loss] = [.meanSquaredError], file: StaticString = #filePath,
    line: UInt = #line
  ) {
    for loss in losses {
      for isPadded in [false, true] {
        var generator = SeededGenerator(seed: 3)
        let network = try! GraphNetwork<Double>(layers, features: 2)
        let parameters = network.initialParameters(seed: 5)
        for index in parameters.values.indices {
          parameters.values[index] += generator.uniform(in: -0.3...0.3)
        }
        let rows = 3
        let batch = ShardedGraph(
          network, parameters: parameters, rows: rows, length: 4, training: true, threads: 1)
        // The check begins with a state that an earlier window left behind.
        _ = batch.run(
          window(network, rows: rows, isPadded: false, loss, &generator),
          ShardedGraph<Double>.Task(objective: Objective(loss: loss)))
        let state = batch.state
        let window = window(network, rows: rows, isPadded: isPadded, loss, &generator)
        func run(backward: Bool) -> Double {
          batch.setState(state)
          batch.parametersChanged()
          let result = batch.run(
            window,
            ShardedGraph<Double>.Task(
              objective: Objective(loss: loss), backward: backward, dropoutSeed: 11))[0]
          return result.loss / Double(result.count)
        }
        _ = run(backward: true)
        let gradients = Array(batch.shards[0].gradients.values)
        expectGradients(
          gradients, of: parameters, network.layout, " with \(loss), padded: \(isPadded)",
          file: file, line: line
        ) { run(backward: false) }
      }
    }
  }

  private func window(
    _ network: GraphNetwork<Double>, rows: Int, isPadded: Bool, _ loss: Loss,
    _ generator: inout SeededGenerator
  ) -> GraphWindow<Double> {
    let time = 4
    var part = GraphWindow<Double>.Part(time: time)
    let vocabulary = network.vocabularySize(ofInput: 0)
    if vocabulary > 0 {
      part.symbols = (0..<rows * time).map { _ in
        Int32(generator.integer(below: vocabulary))
      }
    } else {
      part.numbers = (0..<rows * time * network.features(ofInput: 0)).map { _ in
        generator.normal()
      }
    }
    // Padding after, before and amid what counts.
    if isPadded { part.mask = [1, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0] }
    var window = GraphWindow<Double>(rows: rows, parts: [part])
    let output = network.outputShapes[0]
    let steps = rows * window.time(of: output)
    if loss == .sparseCategoricalCrossEntropy {
      window.targets = [
        .classes((0..<steps).map { _ in Int32(generator.integer(below: output.size)) })
      ]
    } else {
      window.targets = [.values((0..<steps * output.size).map { _ in generator.uniform() })]
    }
    return window
  }
}

extension Layer {
  /// The same recurrent layer with other options.
  func with(_ change: (inout RecurrentOptions) -> Void) -> Layer {
    switch self {
    case .lstm(var layer):
      change(&layer.options)
      return .lstm(layer)
    case .gru(var layer):
      change(&layer.options)
      return .gru(layer)
    case .simpleRNN(var layer):
      change(&layer.options)
      return .simpleRNN(layer)
    default: return self
    }
  }
}
