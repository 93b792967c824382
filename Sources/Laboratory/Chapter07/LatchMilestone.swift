import Course
import LSTMGates
import LinearAlgebra
import Optimizers
import Plots
import VanillaRNN

extension Milestone {
  static let latch = Milestone(
    "latch", "Bengio, Simard and Frasconi", 1994,
    "Learning Long-Term Dependencies with Gradient Descent Is Difficult",
    summary: "An RNN learns to keep a bit for a few steps, and not for many.",
    claim: "A recurrent network is told a bit and must say it after a span of noise. Gradient "
      + "descent finds weights that keep the bit where the span is short, and less and less often as "
      + "the span grows.",
    criterion:
      "of five RNNs, at least four learn it over 5 steps of noise, at most one over 80, and "
      + "no longer span is learnt by more of them than a shorter one.",
    exercises: "2.1 2.2 4.2 4.3 5.2 5.3 5.4 5.5 5.6 7.2 7.5 7.7"
  ) { run in
    let experiment = try LatchExperiment(run)
    return Finding(experiment.seen, holds: experiment.holds, chart: experiment.chart)
  }
}

/// RNNs learn to keep a bit over spans of several lengths, and beside them LSTMs.
struct LatchExperiment {
  private static let spans = [5, 10, 20, 40, 80]
  /// Of each cell and each span.
  private static let networks = 5
  private static let (hiddenSize, updates) = (10, 400)

  /// How many learnt it, by span.
  private var (rnns, lstms): ([Int], [Int]) = ([], [])

  init(_ run: MilestoneRun) throws {
    let all = Self.spans.reduce(0, +) * Self.networks
    var done = 0
    for span in Self.spans {
      var learnt = (rnns: 0, lstms: 0)
      for number in 0..<UInt64(Self.networks) {
        try run.reached(Double(done) / Double(all))
        let seed = run.seed &* 1_000 &+ number
        var generator = SeededGenerator(seed: seed)
        let rnn = RNNRegressor(inputSize: 1, hiddenSize: Self.hiddenSize, using: &generator)
        let lstm = LSTMRegressor(
          inputSize: 1, hiddenSize: Self.hiddenSize, forgetBias: 3, using: &generator)
        learnt.rnns += Self.learns(rnn, span, seed) ? 1 : 0
        learnt.lstms += Self.learns(lstm, span, seed) ? 1 : 0
        done += span
      }
      rnns.append(learnt.rnns)
      lstms.append(learnt.lstms)
    }
  }

  /// Whether a network, once taught, is right about 98 % of new sequences.
  private static func learns<Cell>(
    _ start: Regressor<Cell>, _ span: Int, _ seed: UInt64
  ) -> Bool {
    var (model, rule) = (start, Adam(learningRate: 0.005))
    var generator = SeededGenerator(seed: seed &+ 500)
    for _ in 0..<updates {
      model.train(on: batch(32, span: span, using: &generator), clippingAt: 1, with: &rule)
    }
    let test = batch(200, span: span, using: &generator)
    return (model.answers(test.inputs) .* test.targets).values.count { $0 > 0 } >= 196
  }

  /// A bit, 1 or -1, and after it noise: normal, of half its size.
  private static func batch(
    _ rows: Int, span: Int, using generator: inout SeededGenerator
  ) -> AddingBatch {
    let bits = Matrix(column: (0..<rows).map { _ in generator.integer(below: 2) == 0 ? -1.0 : 1 })
    let noise = (0..<span).map { _ in
      Matrix.normal(rows: rows, columns: 1, standardDeviation: 0.5, using: &generator)
    }
    return .of([bits] + noise, targets: bits)
  }

  // MARK: What it shows

  var holds: Bool {
    rnns[0] >= 4 && rnns[rnns.count - 1] <= 1 && zip(rnns, rnns.dropFirst()).allSatisfy(>=)
  }

  var seen: String {
    func told(_ counts: [Int]) -> String {
      listed(zip(Self.spans, counts).map { "\($1) over \($0)" })
    }
    return "Of five RNNs, \(told(rnns)) steps learn it. With gates it goes further: of five LSTMs, "
      + "\(told(lstms)). \(Self.updates) updates each."
  }

  var chart: LineChart {
    LineChart(
      title: "Who learns to keep a bit?",
      description:
        "Of five RNNs fewer and fewer learn to keep a bit as the span grows, and of five "
        + "LSTMs more than of those.",
      x: Axis(label: "steps of noise", scale: .logarithmic),
      y: Axis(label: "networks that learnt it, of five", range: 0...5),
      series: [("LSTM", lstms, 0), ("RNN", rnns, 1)].map { name, counts, colour in
        Series(
          name: name, points: zip(Self.spans, counts).map { (Double($0), Double($1)) },
          colour: colour)
      })
  }
}

extension AddingBatch {
  /// Sequences with other answers than sums.
  static func of(_ inputs: [Matrix], targets: Matrix) -> AddingBatch {
    var generator = SeededGenerator(seed: 1)
    var batch = AddingProblem(length: 2).batch(0, using: &generator)
    (batch.inputs, batch.targets) = (inputs, targets)
    return batch
  }
}
