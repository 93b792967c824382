import Classification
import Course
import GradientChecking
import Laboratory
import LinearAlgebra
import Optimizers

/// What the experiments of chapter 14 give.
enum OpinionsMeasurement {
  static let (file, liveFile) = ("14-reviews", "14-live")
  static let (seeds, updates, longSeeds, longUpdates) = (5, 200, 10, 400)
  static let series = ["bag plain", "bag twins", "lstm plain", "lstm twins"]

  static func lines() -> [String] { twins() + readouts() + fresh() + complaints() }

  /// Before learning and after every twenty updates the shares of the bag on plain reviews and on
  /// twins, then of the LSTM.
  private static func twins() -> [String] {
    Runs.atOnce(seeds) { index in
      let run = TwinExperiment(updates: updates, seed: UInt64(index + 1)).shares
      return series.enumerated().map { place, name in
        Runs.measured("\(name) \(index + 1)", run.map { $0[place] }, 3)
      }
    }.flatMap { $0 }
  }

  /// For each readout the shares of 500 reviews: if nothing follows, and if one to four sentences do; of
  /// these, also those after which one, two, … follow.
  private static func readouts() -> [String] {
    Runs.atOnce(Readout.allCases.count * longSeeds) { index in
      let readout = Readout.allCases[index / longSeeds]
      let seed = UInt64(index % longSeeds + 1)
      let parts = [0...0, 1...4].map { ReviewParts(150, followedBy: $0, seed: seed) }
      let models = parts.map { studied(readout, $0.training, seed: seed) }
      let name = "\(readout.rawValue) \(seed)"
      return [
        Runs.measured(name, zip(models, parts).map { $0.accuracy(on: $1.test) }, 3),
        Runs.measured(
          "\(name) by sentences",
          (1...4).map { count in
            models[1].accuracy(on: parts[1].test.filter { $0.asides == count })
          }, 3),
      ]
    }.flatMap { $0 }
  }

  /// The share of the last state that has learnt from new reviews without end, after which one to four
  /// sentences follow; three seeds.
  private static func fresh() -> [String] {
    let shares = Runs.atOnce(3) { index in
      let parts = ReviewParts(30_000, followedBy: 1...4, seed: UInt64(index + 1))
      return studied(.last, parts.training, seed: UInt64(index + 1), updates: 1_000)
        .accuracy(on: parts.test)
    }
    return [Runs.measured("fresh", shares, 3)]
  }

  private static func studied(
    _ readout: Readout, _ reviews: [Review], seed: UInt64, updates: Int = longUpdates
  ) -> Reviewer {
    Reviewer(readout: readout, studying: reviews, updates: updates, seed: seed)
  }

  /// Means and deviations of ten seeds, where one review in ten complains: thresholds; then accuracy,
  /// precision, recall and F1 of complaints on the test part.
  private static func complaints() -> [String] {
    let rows = Runs.atOnce(10) { index in
      var generator = SeededGenerator(seed: UInt64(index + 1))
      let parts = [300, 200, 2_000].map { Reviews.mostlyPraise($0, using: &generator) }
      let model = studied(.last, parts[0], seed: UInt64(index + 1), updates: updates)
      let labels = parts.map { $0.labels.map { 1 - $0 } }
      let likely = parts.map { sigmoid(-1 * model.logits($0.batch)).values }
      let chosen = [1, 2].map { chosenThreshold(probabilities: likely[$0], labels: labels[$0]) }
      return ([0.5] + chosen).flatMap { threshold in
        let table = confusion(
          truths: labels[2], answers: answers(likely[2], threshold: threshold), classes: 2)
        let figures = table.figures(of: 1)
        return [threshold, table.accuracy, figures.precision, figures.recall, figures.f1]
      }
    }
    return ["half", "chosen", "cheated"].enumerated().map { place, name in
      let columns = (5 * place..<5 * place + 5).map { column in rows.map { $0[column] } }
      return Runs.measured(name, columns.flatMap(Runs.spread))
    }
  }

  static func trained() -> TrainedReviewers {
    let strong = TwinExperiment(updates: 1_500, seed: 1)
    let long = ReviewParts(150, followedBy: 1...4, seed: 1).training
    return TrainedReviewers(
      bag: strong.bag,
      reviewers: [strong.reviewer] + Readout.allCases.map { studied($0, long, seed: 1) })
  }

  static func card(_ trained: TrainedReviewers) -> [String] {
    var generator = SeededGenerator(seed: 1_000_001)
    let plain = Reviews.plain(500, using: &generator)
    let short = [plain, Reviews.twins(250, using: &generator)]
    let long = ReviewParts(150, followedBy: 1...4, seed: 1).test
    return [
      Runs.measured("live.bag", short.map { trained.bag.accuracy(on: $0) }, 3),
      Runs.measured("live.short", short.map { trained.reviewers[0].accuracy(on: $0) }, 3),
      Runs.measured("live.long", trained.reviewers.dropFirst().map { $0.accuracy(on: long) }, 3),
      "live.bytes: \(trained.bytes.count)",
    ]
  }
}
