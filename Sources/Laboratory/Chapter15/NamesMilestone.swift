import Course
import Plots
import Tagging

extension Milestone {
  static let names = Milestone(
    "names", "Lample and others", 2016, "Neural Architectures for Named Entity Recognition",
    summary: "Letters below an LSTM and a CRF above it find names without any list.",
    claim: "A bidirectional LSTM that also reads each word by its letters, with a conditional "
      + "random field above it, finds names without lists of names. Both parts help: letters show "
      + "how a word looks that was never seen, and the field makes tags agree.",
    criterion:
      "with each of three seeds, all of it together reaches an F1 of 0.97 on names that were never "
      + "seen, the letters add at least 0.05 to two directions, and the field adds at least 0.05 "
      + "to one direction and leaves no illegal tag.",
    exercises: "7.2 7.5 10.1 10.2 10.3 11.4 13.7 15.1 15.2 15.4 15.5 15.6 15.7 15.8"
  ) { run in
    let ways: [NamesWay] = [.aheadLetters, .aheadChain, .both, .bothChain]
    var outcomes: [[NamesOutcome]] = []
    for number in 0..<3 {
      var ofSeed: [NamesOutcome] = []
      for (index, way) in ways.enumerated() {
        try run.reached((Double(number) + Double(index) / 4) / 3)
        ofSeed.append(NamesOutcome(way, seed: 3 * run.seed &- 2 &+ UInt64(number)))
      }
      outcomes.append(ofSeed)
    }
    try run.reached(1)
    let holds = outcomes.allSatisfy { seed in
      let f1 = seed.map(\.unseen.f1)
      return f1[3] >= 0.97 && f1[3] >= f1[2] + 0.05 && f1[1] >= f1[0] + 0.05
        && seed[1].illegal == 0
    }
    let means = ways.indices.map { way in outcomes.map { $0[way].unseen.f1 }.reduce(0, +) / 3 }
    func percent(_ way: Int) -> String { "\(fixed(100 * means[way], 0)) %" }
    let strays = outcomes.map { "\($0[0].illegal)" }
    return Finding(
      "On names never seen, the mean F1 of three seeds is \(percent(3)) with everything, and "
        + "\(percent(2)) in two directions without letters and field. In one direction with "
        + "letters, the field lifts it from \(percent(0)) to \(percent(1)), and illegal tags go "
        + "from \(listed(strays)) to none.",
      holds: holds,
      chart: BarChart(
        title: "F1 on names never seen",
        description: "Four bars. In one direction the field adds a fifth; two directions are far "
          + "ahead of it, and with letters and field nearly all names are right.",
        bars: zip(
          ["one direction, letters", "with the field", "two directions", "with both"], means
        ).map { ($0, 100 * $1) }, valueLabel: "F1, %"))
  }
}
