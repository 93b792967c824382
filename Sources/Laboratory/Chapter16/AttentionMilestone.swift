import Course
import Plots
import Translation

extension Milestone {
  static let attention = Milestone(
    "attention", "Bahdanau, Cho and Bengio", 2015,
    "Neural Machine Translation by Jointly Learning to Align and Translate",
    summary: "A translator that may look back translates long sentences, too.",
    claim:
      "One vector is a bottleneck: a translator that has to put a whole sentence into it grows "
      + "worse as sentences grow longer. If the decoder may look at all states of the encoder, and "
      + "learns where, long sentences are translated as well as short ones.",
    criterion: "after the same learning, the translator with attention has at least 60 % of new "
      + "numbers of three and four digits right, and the one with one vector at most 20 %.",
    exercises: "1.1 1.3 1.4 1.9 4.2 4.3 4.4 5.2 5.5 5.6 7.2 7.5 10.1 10.2 10.3 16.1 16.2 16.3 16.4 "
      + "16.6 16.7"
  ) { run in
    var shares: [[Double]] = []
    for (part, way) in [TranslationWay.attention, .vector].enumerated() {
      let experiment = TranslationExperiment(way, seed: run.seed, hiddenSize: 48)
      let translator = try experiment.run(600, run, part: part, of: 2)
      shares.append(
        (1...4).map { 100 * translator.accuracy(on: experiment.test(50, digits: $0...$0)) })
    }
    try run.reached(1)
    func told(_ shares: [Double]) -> String { listed(shares.map { "\(fixed($0, 0)) %" }) }
    func long(_ shares: [Double]) -> Double { (shares[2] + shares[3]) / 2 }
    let chart = LineChart(
      title: "New numbers that are right",
      description: "With attention the curve stays high from one digit to four; with one vector it "
        + "falls.",
      x: Axis(label: "digits of the number"), y: Axis(label: "right, %", range: 0...102),
      series: zip(["attention", "one vector"], shares).map { name, shares in
        Series(name: name, values: shares, from: 1)
      })
    return Finding(
      "Of new numbers of one, two, three and four digits, \(told(shares[0])) are right with attention, "
        + "and \(told(shares[1])) with one vector.",
      holds: long(shares[0]) >= 60 && long(shares[1]) <= 20, chart: chart)
  }
}
