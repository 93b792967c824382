import Course
import LinearAlgebra
import Plots
import Translation

extension Milestone {
  static let reversed = Milestone(
    "reversed", "Sutskever, Vinyals and Le", 2014,
    "Sequence to Sequence Learning with Neural Networks",
    summary: "A translator learns more if it reads the source backwards.",
    claim: "An LSTM reads a sentence into one vector, and another writes its translation. If the "
      + "source is read backwards, the mean distance from a word to its translation stays, but the "
      + "first words are close to theirs, and learning finds its way in through them: more "
      + "sentences are translated well.",
    criterion: "of two pairs of translators that learn to write digits, each that reads backwards "
      + "has at least 15 per cent more of the rows of two and three digits right than its twin.",
    exercises: "1.1 1.3 1.4 1.9 4.2 4.3 4.4 5.2 5.5 5.6 7.2 7.5 10.1 10.2 10.3 16.1 16.2 16.3 16.4"
  ) { run in
    var right: [TranslationWay: [Double]] = [:]
    let ways = [TranslationWay.vector, .backwards]
    for number in 0..<4 {
      let way = ways[number % 2]
      let experiment = TranslationExperiment(
        way, .digits, seed: 2 * run.seed &- 1 &+ UInt64(number / 2), hiddenSize: 48)
      let translator = try experiment.run(400, run, part: number, of: 4)
      right[way, default: []].append(
        100 * translator.accuracy(on: experiment.test(100, digits: 2...3)))
    }
    try run.reached(1)
    let (forwards, backwards) = (right[.vector] ?? [], right[.backwards] ?? [])
    func told(_ shares: [Double]) -> String { listed(shares.map { "\(fixed($0, 0)) %" }) }
    let chart = BarChart(
      title: "Rows of two and three digits that are right",
      description: "Two short bars of translators that read forwards, and two longer ones of those "
        + "that read backwards.",
      bars: forwards.map { ("forwards", $0) } + backwards.map { ("backwards", $0) },
      valueLabel: "per cent of 100, after 400 updates", end: 100)
    return Finding(
      "Of rows of two and three digits, \(told(forwards)) are right where the source is read "
        + "forwards, and \(told(backwards)) where it is read backwards.",
      holds: zip(forwards, backwards).allSatisfy { $1 >= $0 + 15 }, chart: chart)
  }
}

extension TranslationExperiment {
  /// Learns as one part of a milestone's run.
  ///
  /// - Throws: `MilestoneStop` where it is not to go on.
  func run(_ updates: Int, _ run: MilestoneRun, part: Int, of parts: Int) throws -> Translator {
    var stop: Error?
    let translator = self.run { made, _, _ in
      do {
        try run.reached((Double(part) + Double(made) / Double(updates)) / Double(parts))
      } catch {
        stop = error
      }
      return stop == nil && made < updates
    }
    if let stop { throw stop }
    return translator
  }
}
