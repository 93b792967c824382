import Backpropagation
import Course
import GradientChecking
import LSTMGates
import LinearAlgebra
import Plots

/// The figures of chapter 05, "Backpropagation through time".
enum Chapter05Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [
      Figure(name: "05-costs", costs(try Measurements("05-costs", in: folder))),
      Figure(name: "05-truncation", truncation),
    ]
  }

  // MARK: Costs

  /// Input size, hidden size and bytes of a number in the chapter's measurements.
  private static let (inputs, units, bytes) = (65, 64, 8)

  /// What an LSTM keeps for the way back, in megabytes: the input, three gates, the candidate and
  /// two states of each step.
  static func savedMegabytes(length: Int, window: Int? = nil) -> Double {
    let perStep = (inputs + 6 * units) * bytes
    return Double(min(length, window ?? length) * perStep) / 1e6
  }

  /// Multiplications in the matrix products of a pass, in millions: once forward, and backward
  /// once for what went in and once for the weights.
  static func millionsOfMultiplications(length: Int) -> (forward: Double, both: Double) {
    let forward = Double(length * 4 * units * (inputs + units)) / 1e6
    return (forward, 3 * forward)
  }

  /// What the loss and the gradients of an `LSTMModel` took for one sequence of each length, on one
  /// core, and by how much the process grew meanwhile.
  static func costs(_ measured: Measurements) -> SmallMultiples {
    let lengths = measured["length"].map { Int($0) }
    func series(_ name: String, _ values: [Double], _ style: Series.Style = .line) -> Series {
      Series(name: name, points: zip(lengths, values).map { (Double($0), $1) }, style: style)
    }
    func panel(_ title: String, _ series: [Series]) -> Chart {
      .line(
        LineChart(
          title: title, description: "", x: Axis(label: "steps", scale: .logarithmic),
          y: Axis(scale: .logarithmic), series: series))
    }
    let work = lengths.map { millionsOfMultiplications(length: $0) }
    // Through the last point: what a time in proportion to the length would be.
    let line = lengths.map { (measured["seconds"].last ?? 0) * Double($0) / 10_000 }
    return SmallMultiples(
      title: "What a sequence costs an LSTM of 64 units",
      description: "Three charts over 1,000, 3,000 and 10,000 steps, both axes logarithmic. "
        + "Multiplications rise in proportion to the length, from 33 to 330 million forward and "
        + "three times as many with the way back. Memory rises in proportion from 3.6 to 36 "
        + "megabytes, and with windows of 100 steps stays at 0.36; the process grew by 8, 20 and 64. "
        + "Loss and gradients took 0.094, 0.296 and 1.065 seconds, close to a line through 0.",
      panels: [
        panel(
          "multiplications, millions",
          [series("forward", work.map(\.forward)), series("and back", work.map(\.both))]),
        panel(
          "memory, megabytes",
          [
            series("process grew", measured["megabytes"], .points),
            series("all records", lengths.map { savedMegabytes(length: $0) }),
            series("windows of 100", lengths.map { savedMegabytes(length: $0, window: 100) }),
          ]),
        panel(
          "time, seconds",
          [
            series("measured", measured["seconds"], .points),
            series("proportional", line, .reference),
          ]),
      ], sharesRanges: false, panelHeight: 280)
  }

  // MARK: Truncation

  /// Each divides the 200 steps, so that all windows of a sequence are equally long.
  static let windows = [1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 200]
  static let forgetBiases = [0.0, 1, 3, 5]

  static var truncation: LineChart {
    LineChart(
      title: "How well a truncated gradient points where the full one does",
      description: "Four curves over windows of 1 to 200 steps, the last being the whole sequence. "
        + "All end at 1. With forget biases of 0 and 1 they begin at 0.85 and 0.68 and are near 1 "
        + "from 50 steps on. With 3 and 5 they begin near 0.2 and are near 0.8 at 100 steps.",
      x: Axis(label: "steps in a window, k", scale: .logarithmic),
      y: Axis(label: "cosine with the full gradient", range: 0...1),
      series: forgetBiases.map { bias in
        let experiment = TruncationExperiment(forgetBias: bias)
        return Series(
          name: "forget bias \(Int(bias))",
          points: windows.map { (x: Double($0), y: experiment.meanCosine(window: $0)) })
      }, labelling: .legend)
  }
}

/// The experiment of chapter 05: fresh LSTMs read random inputs, and every output asks for
/// something of its own; the gradient of the weights is computed whole and in windows.
struct TruncationExperiment {
  private struct Run {
    let cell: LSTMCell
    let inputs, hiddenGradients: [Matrix]
    let start: LSTMState
    let full: LSTMGradients
  }

  private let runs: [Run]

  init(forgetBias: Double, hiddenSize: Int = 16, length: Int = 200, runs: Int = 20) {
    self.runs = (1...runs).map { seed in
      var generator = SeededGenerator(seed: UInt64(seed))
      let cell = LSTMCell(
        inputSize: hiddenSize, hiddenSize: hiddenSize, forgetBias: forgetBias, using: &generator)
      func sequence() -> [Matrix] {
        (0..<length).map { _ in .normal(rows: 1, columns: hiddenSize, using: &generator) }
      }
      let (inputs, gradients) = (sequence(), sequence())
      let start = LSTMState.zeros(batch: 1, hiddenSize: hiddenSize)
      return Run(
        cell: cell, inputs: inputs, hiddenGradients: gradients, start: start,
        full: cell.gradients(
          cell.recorded(inputs, from: start), from: start, hiddenGradients: gradients))
    }
  }

  /// The mean, over the runs, of the cosine of the angle between the two gradients of all weights.
  func meanCosine(window: Int) -> Double {
    runs.reduce(0) { sum, run in
      let cut = run.cell.truncatedGradients(
        run.inputs, from: run.start, hiddenGradients: run.hiddenGradients, window: window)
      return sum + cosine(run.full.numbers, cut.numbers) / Double(runs.count)
    }
  }
}

extension LSTMGradients {
  /// Those of all weights, in one list.
  var numbers: [Double] { parameters.flatMap(\.values) }
}

/// The cosine of the angle between two lists of numbers.
func cosine(_ a: [Double], _ b: [Double]) -> Double {
  func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
  return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
}
