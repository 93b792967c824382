import Course
import Regularisation

/// What the experiment of chapter 12 gives: true labels and shuffled ones, each method, families
/// that are divided, and the luck of the best of fifty.
enum OverfittingMeasurement {
  static let file = "12-sentences"
  /// Sets of data, and of those for what trains fifty times.
  private static let (seeds, few) = (20, 10)
  /// After how many updates the curves of a method are written down.
  static let marks = Array(0...20) + stride(from: 25, through: 300, by: 5)

  /// What each method is called in the file, what it does, and with how many sentences.
  static let methods: [(name: String, does: Regularisation, examples: Int)] = [
    ("nothing", Regularisation(), 40), ("decay", Regularisation(decay: 0.01), 40),
    ("output", Regularisation(outputRate: 0.5), 40),
    ("words", Regularisation(wordRate: 0.25), 40),
    ("hidden-each", recurrent(.hiddenState, isOne: false), 40),
    ("hidden-one", recurrent(.hiddenState, isOne: true), 40),
    ("candidate-each", recurrent(.candidate, isOne: false), 40),
    ("candidate-one", recurrent(.candidate, isOne: true), 40),
    ("cell-each", recurrent(.cellState, isOne: false), 40),
    ("eighty", Regularisation(), 80), ("more", Regularisation(), 160),
  ]

  private static func recurrent(_ place: DropoutPlace, isOne: Bool) -> Regularisation {
    Regularisation(recurrent: RecurrentDropout(place: place, rate: 0.5, isOneForAllSteps: isOne))
  }

  static func lines() -> [String] {
    ["true", "shuffled"].flatMap(labels) + methods.flatMap(method) + families() + luck()
  }

  private static func histories(
    _ examples: Int, isShuffled: Bool = false, _ plan: LearningPlan
  ) -> [LearningHistory] {
    Runs.atOnce(seeds) { index in
      let parts = OpinionParts(
        seed: UInt64(index + 1), examples: examples, isShuffled: isShuffled)
      return Classifier.learning(from: parts, by: plan, seed: UInt64(index + 1_001))
    }
  }

  private static func labels(_ name: String) -> [String] {
    let plan = LearningPlan(regularisation: Regularisation(), updates: 100)
    let all = histories(40, isShuffled: name == "shuffled", plan)
    let learnt = all.compactMap(\.learnt).map(Double.init)
    func mean(_ accuracies: (LearningHistory, Int) -> Double) -> [Double] {
      (0...plan.updates).map { update in Runs.spread(all.map { accuracies($0, update) })[0] }
    }
    return [
      Runs.measured("\(name)-learnt", [learnt.min() ?? .nan, learnt.max() ?? .nan], 0),
      Runs.measured("\(name)-runs", [Double(learnt.count)], 0),
      Runs.measured("\(name)-end", Runs.spread(all.map { $0.validation[plan.updates].accuracy })),
      Runs.measured("\(name) training", mean { $0.training[$1].accuracy }),
      Runs.measured("\(name) validation", mean { $0.validation[$1].accuracy }),
    ]
  }

  /// For the last model and for the best, means and deviations of accuracy, loss and fickleness on
  /// the test part.
  private static func method(
    _ name: String, _ does: Regularisation, _ examples: Int
  ) -> [String] {
    let all = histories(examples, LearningPlan(regularisation: does, updates: 300))
    func summary(_ model: (LearningHistory) -> Classifier) -> [Double] {
      let rows = all.enumerated().map { index, history in
        let test = OpinionParts(seed: UInt64(index + 1), examples: 0).test
        let judged = model(history).judged(on: test)
        return [judged.accuracy, judged.loss, model(history).fickleness(on: test)]
      }
      return (0..<3).flatMap { number in Runs.spread(rows.map { $0[number] }) }
    }
    func mean(_ losses: (LearningHistory, Int) -> Double) -> [Double] {
      marks.map { mark in Runs.spread(all.map { losses($0, mark) })[0] }
    }
    let stopped = all.map { Double($0.bestUpdate) }.sorted()
    return [
      Runs.measured("\(name) result", summary { $0.model }),
      Runs.measured("\(name) stopped", summary { $0.best }),
      Runs.measured("\(name) updates", [stopped[0], stopped[seeds / 2], stopped[seeds - 1]], 0),
      Runs.measured("\(name) training", mean { $0.training[$1].loss }),
      Runs.measured("\(name) validation", mean { $0.validation[$1].loss }),
    ]
  }

  private static func families() -> [String] {
    [("divided", false), ("together", true)].map { name, isTogether in
      Runs.measured(
        name,
        Runs.spread(
          Runs.atOnce(seeds) {
            Classifier.accuracyOnCoins(keepingFamilies: isTogether, seed: UInt64($0 + 1))
          }))
    }
  }

  private static func luck() -> [String] {
    let rows = Runs.atOnce(few) { Classifier.bestOfFifty(seed: UInt64($0 + 1)) }
    return ["chosen", "later", "mean", "mean-later"].enumerated().map { place, name in
      Runs.measured("luck-\(name)", [Runs.spread(rows.map { $0[place] })[0]])
    }
  }
}
