import Course
import LinearAlgebra
import Plots
import WordVectors

extension Milestone {
  static let words = Milestone(
    "words", "Mikolov and others", 2013,
    "Distributed Representations of Words and Phrases and their Compositionality",
    summary: "Vectors that words have by their company answer analogies.",
    claim:
      "Skip-gram gives each word a vector by telling its neighbours from words drawn by chance. "
      + "Words of a kind lie near each other, and vectors can be added and subtracted: the nearest "
      + "to puppy − dog + cat is kitten.",
    criterion:
      "at least 85 % of the three nearest words are of a word's class, and at least 90 % of "
      + "144 analogies come out right, 20 in a hundred more than without the subtraction.",
    exercises: "7.5 11.3 11.4 11.5 11.6 11.7"
  ) { run in
    let lesson = try WordsLesson(run)
    return Finding(lesson.seen, holds: lesson.holds, chart: lesson.chart)
  }
}

/// Skip-gram learns the words of the farm, and is asked now and then.
struct WordsLesson {
  private static let interval = 250
  /// Before learning and after every interval: the share of analogies that come out right, and of
  /// those without the subtraction.
  private var scores: [AnalogyScores] = []
  private var inClass = 0.0

  init(_ run: MilestoneRun) throws {
    let settings = SkipGramSettings()
    let counts = Farm.counts(seed: run.seed)
    try run.reached(0)
    var lesson = SkipGramLesson(counts: counts, settings: settings, seed: run.seed)
    for update in 0...settings.updates {
      if update % Self.interval == 0 {
        scores.append(judgedAnalogies(Farm.analogies, in: lesson.model.words))
        try run.reached(Double(update) / Double(settings.updates))
      }
      lesson.advance()
    }
    inClass = shareInClass(lesson.model.words)
  }

  private var last: AnalogyScores { scores[scores.count - 1] }

  var holds: Bool {
    inClass >= 0.85 && last.whole >= 0.9 && last.whole >= last.withoutBase + 0.2
  }

  var seen: String {
    func percent(_ share: Double) -> String { "\(fixed(100 * share, 0)) %" }
    return
      "In a generated world of 100 words, \(percent(inClass)) of the three nearest words are of "
      + "the word's class, and \(percent(last.whole)) of 144 analogies come out right. The "
      + "subtraction does not earn all of that: puppy + cat alone has \(percent(last.withoutBase))."
  }

  var chart: LineChart {
    LineChart(
      title: "Dog is to puppy as cat is to what?",
      description:
        "The share of analogies that come out right rises as skip-gram learns, above the "
        + "share without the subtraction.",
      x: Axis(label: "updates"), y: Axis(label: "share of 144 analogies", range: 0...1),
      series: [
        Series(
          name: "puppy − dog + cat", values: scores.map(\.whole), by: Double(Self.interval)),
        Series(name: "puppy + cat", values: scores.map(\.withoutBase), by: Double(Self.interval)),
      ])
  }
}
