import Course
import Cousins
import Plots

extension Milestone {
  static let reber = Milestone(
    "reber", "Gers, Schmidhuber and Cummins", 2000, "Learning to Forget",
    summary: "Where a stream never pauses, an LSTM needs a forget gate.",
    claim: "The strings of a grammar follow each other without a pause, and nothing is ever reset. "
      + "Without a forget gate the cell states of an LSTM grow until it breaks down. With one it "
      + "learns to reset itself, and solves the task.",
    criterion: "of the letters that must be kept through a string, the LSTM with a forget gate "
      + "predicts at least 95 %, and the one without at most 75 %, where a coin has 50 %.",
    exercises: "1.1 1.3 1.4 1.9 5.2 7.2 7.5 8.4 13.4 13.5"
  ) { run in
    try run.reached(0)
    let with = Cousin.lstm.reber(seed: run.seed)
    try run.reached(0.5)
    let without = Cousin.noForgetGate.reber(seed: run.seed)
    try run.reached(1)
    func percent(_ share: Double) -> String { "\(fixed(100 * share, 0)) %" }
    let seen =
      "With a forget gate: \(percent(with.score.keptShare)) of the kept letters, "
      + "\(percent(with.score.share)) of all, and no cell state is larger than "
      + "\(fixed(with.largestCell, 0)). Without: \(percent(without.score.keptShare)) and "
      + "\(percent(without.score.share)), and the largest cell state is "
      + "\(fixed(without.largestCell, 0))."
    let chart = BarChart(
      title: "The letter that must be kept through a string",
      description:
        "How many the LSTM with a forget gate predicts, all of them, and how many the one "
        + "without, half.",
      bars: [
        ("with a forget gate", 100 * with.score.keptShare),
        ("without", 100 * without.score.keptShare), ("a coin", 50),
      ], valueLabel: "per cent predicted, after 30,000 steps without a reset", end: 100)
    return Finding(
      seen, holds: with.score.keptShare >= 0.95 && without.score.keptShare <= 0.75, chart: chart)
  }
}
