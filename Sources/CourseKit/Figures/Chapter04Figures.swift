import LSTMGates
import LinearAlgebra
import Plots
import VanillaRNN
import VanishingGradients

/// The figures of chapter 04.
enum Chapter04Figures {
  static func all() -> [Figure] {
    let trial = LatchTrial(seed: 1)
    return [
      Figure(name: "04-activations", svg: activations.svg()),
      Figure(name: "04-cell", svg: lstmCellDiagram()),
      Figure(name: "04-latch", svg: trial.traceChart.svg()),
      Figure(name: "04-survival", svg: trial.survivalChart.svg()),
      Figure(name: "04-decay", svg: decay.svg()),
      Figure(name: "04-gates", svg: gates.svg()),
    ]
  }

  static var activations: LineChart {
    let points = (-60...60).map { Double($0) / 10 }
    return LineChart(
      title: "A gate opens, a candidate takes a side",
      description: "σ rises from 0 to 1 and is one half at 0; tanh rises from -1 to 1 and is 0 at "
        + "0. Both are flat beyond about 4 on either side.",
      x: Axis(label: "pre-activation z"), y: Axis(label: "activation", range: -1...1),
      series: [
        Series(name: "σ(z)", points: points.map { (x: $0, y: sigmoid($0)) }),
        Series(name: "tanh(z)", points: points.map { (x: $0, y: tanh($0)) }),
      ], height: 320)
  }

  static var gates: SmallMultiples {
    guard let reading = try? SentenceReading(of: SentenceReading.standardText) else {
      fatalError("the demo's own sentence cannot be read")
    }
    return reading.figure
  }

  // MARK: The gradient, carried back

  static let decaySteps = 100
  private static let hiddenSize = 32
  private static let inputSize = 8

  /// Chapter 03's picture with the LSTM in it.
  static var decay: LineChart {
    let curves =
      [0.9, 1.1].map { ("RNN, radius \($0)", rnnDecay(radius: $0)) }
      + [0.0, 1, 3].map { ("LSTM, forget bias \(Int($0))", lstmDecay(forgetBias: $0)) }
      + [("LSTM latch", latchDecay())]
    return LineChart(
      title: "A gradient carried back through 100 steps",
      description: "The norm of the gradient on a logarithmic axis. The RNN's falls below 10 to "
        + "the -19, that of an LSTM with forget bias 0 as fast, with forget bias 1 to about 10 to "
        + "the -7; with forget bias 3 it stays near 0.1, and the latch's is a flat line.",
      x: Axis(label: "steps back in time"),
      y: Axis(label: "norm of the gradient", scale: .logarithmic),
      series: curves.map { Series(name: $0.0, values: $0.1) }, labelling: .legend)
  }

  static func rnnDecay(radius: Double, seed: UInt64 = 1) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let cell = RNNCell(
      inputWeights: .normal(
        rows: inputSize, columns: hiddenSize, standardDeviation: 0.3, using: &generator),
      recurrentWeights: randomRecurrentWeights(
        hiddenSize: hiddenSize, spectralRadius: radius, using: &generator),
      bias: Matrix(rows: 1, columns: hiddenSize))
    let inputs = randomInputs(using: &generator)
    let gradient = Matrix.normal(rows: 1, columns: hiddenSize, using: &generator)
    return decayCurve(
      of: gradient / gradient.norm,
      through: stepJacobians(cell, inputs, from: Matrix(rows: 1, columns: hiddenSize)))
  }

  /// All paths counted: through the cell state and through the hidden state.
  static func lstmDecay(forgetBias: Double, seed: UInt64 = 1) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let cell = LSTMCell(
      inputSize: inputSize, hiddenSize: hiddenSize, forgetBias: forgetBias, using: &generator)
    let inputs = randomInputs(using: &generator)
    let gradient = Matrix.normal(rows: 1, columns: hiddenSize, using: &generator)
    return decayCurve(
      of: .sideBySide([gradient / gradient.norm, gradient * 0]),
      through: stateJacobians(cell, inputs, from: .zeros(batch: 1, hiddenSize: hiddenSize)))
  }

  static func latchDecay(seed: UInt64 = 1) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    let cell = memoryLatch()
    let written = cell.step([[1, 1]], .zeros(batch: 1, hiddenSize: 1))
    let inputs = (0..<decaySteps).map { _ in
      Matrix(row: [generator.uniform(in: -1...1), 0])
    }
    return decayCurve(of: [[1, 0]], through: stateJacobians(cell, inputs, from: written))
  }

  private static func randomInputs(using generator: inout SeededGenerator) -> [Matrix] {
    (0..<decaySteps).map { _ in .normal(rows: 1, columns: inputSize, using: &generator) }
  }
}
