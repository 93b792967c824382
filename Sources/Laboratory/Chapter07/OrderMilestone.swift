import Course
import LSTMGates
import LinearAlgebra
import Optimizers
import Plots
import Text
import VanillaRNN

extension Milestone {
  static let order = Milestone(
    "order", "Hochreiter and Schmidhuber", 1997, "Long Short-Term Memory",
    summary: "An LSTM tells in which order two symbols came, long before.",
    claim: "Among a hundred symbols that mean nothing, two come that matter: X or Y, some forty "
      + "steps apart and forty before the end. There an LSTM says which came in which order. It "
      + "learns that in every trial, to an error below 0.3 at each output.",
    criterion:
      "within 2,000 updates, all four outputs are less than 0.3 from what they should be in "
      + "at least 99 % of 500 new sequences.",
    exercises: "4.2 4.3 5.2 5.5 5.6 7.2 7.5 7.7"
  ) { run in
    let experiment = try OrderExperiment(run)
    return Finding(experiment.seen, holds: experiment.holds, chart: experiment.chart)
  }
}

/// Experiment 6a of the paper, with 100 steps in every sequence instead of 100 to 110, and with the
/// forget gate, which the paper's cell lacked: it starts nearly open.
struct OrderExperiment {
  private static let (length, updates, interval) = (100, 2_000, 50)
  /// The share of the test that is right, before learning and after every interval.
  private var right: [Double] = []

  init(_ run: MilestoneRun) throws {
    var generator = SeededGenerator(seed: run.seed)
    let test = Self.batch(500, using: &generator)
    var model = LSTMRegressor(
      cell: LSTMCell(inputSize: 8, hiddenSize: 16, forgetBias: 3, using: &generator),
      output: OutputLayer(hiddenSize: 16, outputs: 4, using: &generator))
    var rule = Adam(learningRate: 0.005)
    for update in 0...Self.updates {
      try run.reached(Double(update) / Double(Self.updates))
      if update % Self.interval == 0 {
        right.append(Self.right(model, on: test))
        if holds { return }
      }
      model.train(on: Self.batch(32, using: &generator), clippingAt: 1, with: &rule)
    }
  }

  /// One-hot rows: four symbols that mean nothing, X and Y, and those that begin and end a sequence.
  private static func batch(_ rows: Int, using generator: inout SeededGenerator) -> AddingBatch {
    var inputs = Array(repeating: Matrix(rows: rows, columns: 8), count: length)
    var targets = Matrix(rows: rows, columns: 4)
    for row in 0..<rows {
      let places = [10, 50].map { $0 + generator.integer(below: 11) }
      let marks = places.map { _ in generator.integer(below: 2) }
      for step in 0..<length {
        let mark = places.firstIndex(of: step).map { 4 + marks[$0] }
        let edge = step == 0 ? 6 : step == length - 1 ? 7 : generator.integer(below: 4)
        inputs[step][row, mark ?? edge] = 1
      }
      targets[row, 2 * marks[0] + marks[1]] = 1
    }
    return .of(inputs, targets: targets)
  }

  /// The share of sequences whose outputs are all near what they should be.
  private static func right(_ model: LSTMRegressor, on test: AddingBatch) -> Double {
    let errors = model.answers(test.inputs) - test.targets
    let count = (0..<errors.rows).count { errors.row($0).values.allSatisfy { abs($0) < 0.3 } }
    return Double(count) / Double(errors.rows)
  }

  // MARK: What it shows

  var holds: Bool { right[right.count - 1] >= 0.99 }

  var seen: String {
    let updates = (right.count - 1) * Self.interval
    return "After \(grouped(updates)) updates of 32 sequences it has "
      + "\(fixed(100 * right[right.count - 1], 1)) % of the new ones right. Its forget gate, which "
      + "the paper's cell lacked, starts nearly open."
  }

  var chart: LineChart {
    LineChart(
      title: "Which came first?",
      description: "The share of new sequences that the LSTM has right rises to 1 all at once.",
      x: Axis(label: "updates"), y: Axis(label: "share of sequences right", range: 0...1),
      series: [Series(name: "LSTM", values: right, by: Double(Self.interval))])
  }
}
