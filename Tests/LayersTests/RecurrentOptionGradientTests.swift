import Kernels
import LinearAlgebra
import XCTest

@testable import Layers

/// Gradients of parameters, inputs and first states against central differences in double precision,
/// for whatever a recurrent layer can be asked for.
final class RecurrentOptionGradientTests: XCTestCase {
  /// What all parameters are multiplied by.
  private var scale = 1.0

  /// Eighty layers of options drawn at random, each alone, with a mask, and begun with a state.
  func testOptionsDrawnAtRandom() throws {
    var generator = SeededGenerator(seed: 17)
    for number in 1...80 { try check(randomLayer(&generator), "layer \(number)") }
  }

  func testEveryActivationInEveryPlace() throws {
    let functions: [ActivationFunction] = [.tanh, .sigmoid, .hardSigmoid, .relu, .linear]
    // Gates without bounds make numbers of which a difference shows nothing, unless weights are small.
    scale = 0.4
    for outer in functions {
      try check(SimpleRNN(2, activation: outer), "RNN \(outer)")
      for gates in functions {
        let what = "\(outer), gates \(gates)"
        try check(LSTM(2, activation: outer, recurrentActivation: gates), "LSTM \(what)")
        try check(GRU(2, activation: outer, recurrentActivation: gates), "GRU \(what)")
        try check(
          GRU(2, activation: outer, recurrentActivation: gates, resetAfter: false),
          "GRU, reset before, \(what)")
      }
    }
  }

  func testEveryMerge() throws {
    for merge in [Bidirectional.Merge.concatenate, .sum, .mean, .product] {
      for sequences in [true, false] {
        try check(
          Bidirectional(LSTM(2, returnSequences: sequences), merge: merge), "LSTM \(merge)")
        try check(
          Bidirectional(
            GRU(2, returnSequences: sequences, recurrentDropout: 0.3, resetAfter: false),
            merge: merge), "GRU \(merge)")
      }
    }
  }

  func testDirectionsApart() throws {
    for sequences in [true, false] {
      let x = Input.sequence(features: 2)
      let (forward, backward) = Bidirectional(GRU(3, returnSequences: sequences))
        .separately(Dense(2)(x))
      try check([x], [Dense(2)(forward), Dense(1)(Multiply()(forward, backward))], "apart")
    }
  }

  func testDenseWithoutABias() throws {
    let x = Input.sequence(features: 2)
    let dense = Dense(3, activation: .hardSigmoid, useBias: false)
    try check([x], [Dense(2, useBias: false)(dense(x)), LSTM(2, useBias: false)(x)], "dense")
  }

  // MARK: Drawing

  private func randomLayer(_ generator: inout SeededGenerator) -> any CallableRecurrentLayer {
    func pick<Value>(_ values: [Value]) -> Value { values[generator.integer(below: values.count)] }
    let functions: [ActivationFunction] = [.tanh, .tanh, .relu, .linear, .sigmoid, .hardSigmoid]
    let isBidirectional = pick([true, false])
    let options = RecurrentOptions(
      returnSequences: pick([true, false]), goBackwards: !isBidirectional && pick([true, false]),
      dropout: pick([0, 0.3]), recurrentDropout: pick([0, 0.4]),
      recurrentDropoutMask: pick([.sequence, .step]), activation: pick(functions),
      recurrentActivation: pick([.sigmoid, .hardSigmoid, .tanh]), useBias: pick([true, false]))
    let merge = pick([Bidirectional.Merge.concatenate, .sum, .mean, .product])
    switch generator.integer(below: 3) {
    case 0:
      var layer = LSTM(2)
      layer.options = options
      return isBidirectional ? Bidirectional(layer, merge: merge) : layer
    case 1:
      var layer = GRU(2, resetAfter: pick([true, false]))
      layer.options = options
      return isBidirectional ? Bidirectional(layer, merge: merge) : layer
    default:
      var layer = SimpleRNN(2)
      layer.options = options
      return isBidirectional ? Bidirectional(layer, merge: merge) : layer
    }
  }

  // MARK: The check

  /// A dense layer below shows the gradient of the input, others that of the first states.
  private func check(
    _ layer: some CallableRecurrentLayer, _ what: String, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let (x, v) = (Input.sequence(features: 2), Input.vector(2))
    try check([x], [Dense(1)(layer(Dense(2)(x)))], what, file: file, line: line)
    let first = (0..<layer.stateCount).map { _ in Dense(2)(v) }
    let (output, state) = layer.withState(Dense(2)(x), initialState: first)
    try check([x, v], state + [Dense(1)(output)], what + ", states", file: file, line: line)
  }

  private func check(
    _ inputs: [Value], _ outputs: [Value], _ what: String, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let losses = outputs.map { _ in Loss.meanSquaredError }
    let network = try GraphNetwork<Double>(BuiltGraph(inputs: inputs, outputs: outputs).graph)
    for isPadded in [false, true] {
      var generator = SeededGenerator(seed: 29)
      let parameters = network.initialParameters(seed: 29)
      for index in parameters.values.indices {
        parameters.values[index] += generator.uniform(in: -0.4...0.4)
        parameters.values[index] *= scale
      }
      let window = randomWindow(network, isPadded: isPadded, losses, &generator)
      expectGradients(
        of: network, parameters, on: window, losses, weights: losses.map { _ in 1 },
        ", \(what), padded: \(isPadded)", file: file, line: line)
    }
  }
}
