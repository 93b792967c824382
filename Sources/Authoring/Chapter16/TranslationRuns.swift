import Course
import Foundation
import Laboratory
import LinearAlgebra
import Translation

/// The runs of chapter 16's experiment.
enum TranslationRuns {
  static let (seeds, updates, digits, tests) = (1...3, 600, 4, 100)

  /// What is measured together.
  enum Part: String, CaseIterable {
    /// Numbers, by way and number of digits.
    case length
    /// Digits one by one, with the source forwards and backwards.
    case order
    /// What else attention learns.
    case tasks
    /// Greedy and beams.
    case beams
    /// One vector, and questions, with four times the updates.
    case patience

    var unit: String {
      switch self {
      case .length:
        "of \(tests) new numbers of 1, 2, 3 and 4 digits the per cent that are right after "
          + "\(updates) updates, by way and seed; then the loss of the last fifty updates in nats, and "
          + "seconds of the processor"
      case .order:
        "48 units; of \(tests) new rows of 1, 2, 3 and 4 digits the per cent that are right after \(updates) "
          + "updates, by way and seed; then the loss of the last fifty updates"
      case .tasks:
        "of \(tests) pairs that it has not learnt from the per cent that are right after \(updates) "
          + "updates, by task and seed"
      case .beams:
        "of \(tests) new numbers of 3 and 4 digits the per cent that are right after \(updates / 2) "
          + "updates, by seed: beams of 1, 3 and 10 with the sum of log p, then with the mean"
      case .patience:
        "the per cent that are right after \(4 * updates) updates, by seed: of \(tests) new numbers "
          + "of 1, 2, 3 and 4 digits, with one vector; of questions, with attention, the day after, the day "
          + "before, sums that it has learnt from and others"
      }
    }
  }

  /// A line for each run, as it ends.
  static func lines(_ part: Part, _ terminal: Terminal) -> [String] {
    var lines: [String] = []
    func add(_ line: String) {
      lines.append(line)
      terminal.print(line)
    }
    for seed in seeds {
      let seed = UInt64(seed)
      switch part {
      case .length:
        for way in TranslationWay.allCases {
          let run = learnt(TranslationExperiment(way, digits: 1...digits, seed: seed), updates)
          add("\(way.rawValue) \(seed): \(run.shares(1...digits))")
          add("loss \(way.rawValue) \(seed): \(fixed(run.loss, 4)) \(fixed(run.seconds, 1))")
        }
      case .order:
        for way in [TranslationWay.vector, .backwards] {
          let experiment = TranslationExperiment(way, .digits, seed: seed, hiddenSize: 48)
          let run = learnt(experiment, updates)
          add("\(way.rawValue) \(seed): \(run.shares(1...4))")
          add("loss \(way.rawValue) \(seed): \(fixed(run.loss, 4))")
        }
      case .tasks:
        for task in [TranslationTask.toEnglish, .dates, .questions] {
          let run = learnt(TranslationExperiment(.attention, task, seed: seed), updates)
          add("\(task.name) \(seed): \(run.share(3...4))")
          if task == .questions { add("facts \(seed): \(run.factShares)") }
        }
      case .beams:
        let run = learnt(TranslationExperiment(.attention, seed: seed), updates / 2)
        add("beams \(seed): \(run.beamShares)")
      case .patience:
        let vector = learnt(
          TranslationExperiment(.vector, digits: 1...digits, seed: seed), 4 * updates)
        add("vector \(seed): \(vector.shares(1...digits))")
        let asked = learnt(TranslationExperiment(.attention, .questions, seed: seed), 4 * updates)
        add("facts \(seed): \(asked.factShares)")
      }
    }
    return lines
  }

  private static func learnt(_ experiment: TranslationExperiment, _ updates: Int) -> LearntRun {
    let begun = clock()
    var last = Double.nan
    let translator = experiment.run { made, loss, _ in
      last = loss
      return made < updates
    }
    return LearntRun(
      experiment: experiment, translator: translator, loss: last,
      seconds: Double(clock() - begun) / Double(CLOCKS_PER_SEC))
  }
}

/// A translator that has learnt, and what it costs.
private struct LearntRun {
  let experiment: TranslationExperiment
  let translator: Translator
  let loss, seconds: Double

  /// The per cent of new numbers of each number of digits that are right.
  func shares(_ digits: ClosedRange<Int>) -> String {
    digits.map { share($0...$0) }.joined(separator: " ")
  }

  func share(_ digits: ClosedRange<Int>) -> String {
    percent { translator.translation(of: $0) }(
      experiment.test(TranslationRuns.tests, digits: digits))
  }

  /// The per cent of questions that it knows: after which day, before which, sums it has learnt from
  /// and sums that it has not.
  var factShares: String {
    var generator = SeededGenerator(seed: 77)
    func asked(_ word: String, isTest: Bool) -> [SentencePair] {
      TranslationTask.questions.drawn(800, isTest: isTest, using: &generator).filter {
        Letters.text(of: $0.source).contains(word)
      }
    }
    let known = asked("plus", isTest: false)
    return [
      asked("after", isTest: false), asked("before", isTest: false), known,
      asked("plus", isTest: true),
    ]
    .map(percent { translator.translation(of: $0) }).joined(separator: " ")
  }

  var beamShares: String {
    let test = experiment.test(TranslationRuns.tests, digits: 3...4)
    return [0.0, 1].flatMap { power in
      [1, 3, 10].map { width in
        percent {
          translator.translation(of: $0, width: width, lengthPower: power).symbols
        }(test)
      }
    }.joined(separator: " ")
  }

  private func percent(_ translated: @escaping ([Int]) -> [Int]) -> ([SentencePair]) -> String {
    { pairs in
      let right = pairs.count { translated($0.source) == $0.target }
      return fixed(100 * Double(right) / Double(pairs.count), 1)
    }
  }
}
