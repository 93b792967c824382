import Course
import Cousins
import Plots

extension Milestone {
  static let counting = Milestone(
    "counting", "Gers and Schmidhuber", 2001,
    "LSTM Recurrent Networks Learn Simple Context-Free and Context-Sensitive Languages",
    summary: "An LSTM learns to count: some a's, then as many b's.",
    claim: "An LSTM that reads strings of some a's and then as many b's learns when a string must "
      + "end. What it learns from short strings holds for longer ones than it has ever seen: it "
      + "counts. Other recurrent networks do not get so far.",
    criterion:
      "of three LSTMs that have learnt from up to \(CountingTask.seen) a's, the middle one is "
      + "right without a gap up to 30 at least, and goes further than each of three GRUs.",
    exercises: "1.1 1.3 1.4 1.9 5.2 7.2 7.5 8.4 13.2 13.3 13.4 13.5"
  ) { run in
    var longest: [Cousin: [Int]] = [:]
    for number in 0..<UInt64(3) {
      for (index, cousin) in [Cousin.lstm, .gru].enumerated() {
        try run.reached((Double(number) + 0.5 * Double(index)) / 3)
        let outcome = cousin.counting(seed: 3 * run.seed &- 2 &+ number)
        longest[cousin, default: []].append(outcome.longest)
      }
    }
    try run.reached(1)
    let (lstms, grus) = (longest[.lstm] ?? [], longest[.gru] ?? [])
    func told(_ counts: [Int]) -> String { listed(counts.map { "\($0)" }) }
    let seen =
      "Three LSTMs are right up to \(told(lstms)) a's. The cell state that counts is a belt on which "
      + "1 can be added again and again. Three GRUs, which carry averages, get to \(told(grus))."
    let middle = lstms.sorted()[1]
    let chart = BarChart(
      title: "Right without a gap up to how many a's",
      description:
        "Three bars of LSTMs, beyond the number that was learnt from, and three of GRUs, "
        + "which end near it.",
      bars: [("learnt from", Double(CountingTask.seen))] + lstms.map { ("an LSTM", Double($0)) }
        + grus.map { ("a GRU", Double($0)) }, valueLabel: "a's, of 100 that were tried")
    return Finding(seen, holds: middle >= 30 && middle > grus.max() ?? 100, chart: chart)
  }
}
