import Course
import LSTMGates
import Laboratory
import LinearAlgebra
import Plots
import VanishingGradients

/// The figures of chapter 04.
enum Chapter04Figures {
  static func all() throws -> [Figure] {
    let trial = LatchTrial(seed: 1)
    return [
      Figure(name: "04-activations", activations),
      Figure(name: "04-latch", trial.traceChart),
      Figure(name: "04-survival", trial.survivalChart),
      Figure(name: "04-decay", decay),
      Figure(name: "04-gates", try SentenceReading().figure),
    ]
  }

  private static var activations: LineChart {
    let points = (-60...60).map { Double($0) / 10 }
    return LineChart(
      title: "A gate opens, a candidate takes a side",
      description: "σ rises from 0 to 1 and is one half at 0; tanh rises from -1 to 1 and is 0 at "
        + "0. Both are flat beyond about 4 on either side.",
      x: Axis(label: "pre-activation a"), y: Axis(label: "activation", range: -1...1),
      series: [
        Series(name: "σ(a)", points: points.map { (x: $0, y: sigmoid($0)) }),
        Series(name: "tanh(a)", points: points.map { (x: $0, y: tanh($0)) }),
      ], height: 320)
  }

  /// Chapter 03's picture with the LSTM in it: the same recurrent weights, inputs and gradient.
  private static var decay: LineChart {
    LineChart(
      title: "A gradient carried back through 100 steps",
      description: "The norm of the gradient on a logarithmic axis. The RNN's falls below 10 to "
        + "the -11, and that of an LSTM with forget bias 0 falls faster still; with forget bias 1 "
        + "it falls to 0.0003; with forget bias 3 to 0.04, and the latch's stays at 0.42.",
      x: Axis(label: "steps back, k"), y: Axis(label: "norm of the gradient", scale: .logarithmic),
      series: decayCurves().map { Series(name: $0.name, values: $0.norms) }, labelling: .legend)
  }

  /// - Parameter strength: the standard deviation of each unit's input.
  static func decayCurves(strength: Double = 0.3) -> [(name: String, norms: [Double])] {
    let experiment = DecayExperiment()
    return [("RNN", experiment.tanhCurve(radius: 0.9, strength: strength))]
      + [0.0, 1, 3].map { bias in
        let norms = experiment.lstmCurve(radius: 0.9, strength: strength, forgetBias: bias)
        return ("LSTM, forget bias \(Int(bias))", norms)
      } + [("LSTM latch", latchCurve(steps: experiment.steps))]
  }

  /// The latch of the chapter, a bit written, then distractions; the gradient arrives at h.
  private static func latchCurve(steps: Int) -> [Double] {
    var generator = SeededGenerator(seed: 1)
    let cell = memoryLatch()
    let written = cell.step([[1, 1]], from: .zeros(batch: 1, hiddenSize: 1))
    let inputs = (0..<steps).map { _ in Matrix(row: [generator.uniform(in: -1...1), 0]) }
    return decayCurve(of: [[1, 0]], through: stateJacobians(cell, inputs: inputs, from: written))
  }
}
