import Backpropagation
import GradientChecking
import LSTMGates
import LinearAlgebra
import Plots

/// The figures of chapter 05, "Backpropagation through time".
enum Chapter05Figures {
  static func all() -> [Figure] { [Figure(name: "05-truncation", truncation)] }

  /// What an LSTM of 64 units that reads 65 symbols keeps for the way back, in megabytes: of each
  /// step the input, three gates, the candidate and two states, 8 bytes a number.
  static func savedMegabytes(length: Int) -> Double {
    let (inputs, units, bytes) = (65, 64, 8)
    return Double(length * (inputs + 6 * units) * bytes) / 1e6
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
