import Course
import ExerciseSupport
import Plots

/// A paper's claim, to be seen again with what the reader wrote.
struct Milestone: Sendable {
  /// What is typed after `course milestones`.
  let name: String
  let authors: String
  let year: Int
  /// Of the paper.
  let title: String
  /// The claim in half a line, and in full.
  let summary, claim: String
  /// What counts as seeing it. It was fixed before, from runs with several seeds.
  let criterion: String
  /// The exercises that it calls.
  let exercises: [ExerciseNumber]
  /// Runs it.
  let run: @Sendable (MilestoneRun) throws -> Finding

  /// - Parameter exercises: their numbers, as in `2.1 2.2 5.3`.
  init(
    _ name: String, _ authors: String, _ year: Int, _ title: String, summary: String,
    claim: String, criterion: String, exercises: String,
    run: @escaping @Sendable (MilestoneRun) throws -> Finding
  ) {
    (self.name, self.authors, self.year, self.title) = (name, authors, year, title)
    (self.summary, self.claim, self.criterion, self.run) = (summary, claim, criterion, run)
    self.exercises = exercises.split(separator: " ").compactMap { ExerciseNumber($0) }.sorted()
  }

  var paper: String { "\(authors) \(year)" }

  /// By their years.
  static let all: [Milestone] = ChapterLaboratory.all.flatMap(\.milestones).enumerated()
    .sorted { ($0.element.year, $0.offset) < ($1.element.year, $1.offset) }.map(\.element)
}

/// One run of a milestone.
struct MilestoneRun {
  /// Of the weights and of what is learnt from.
  let seed: UInt64
  let terminal: Terminal

  /// Shows how far the run has come.
  ///
  /// - Throws: `MilestoneStop` where it is not to go on.
  func reached(_ fraction: Double) throws {
    if !unwrittenExercises.isEmpty || Interruption.wasRequested { throw MilestoneStop() }
    terminal.showProgress(Terminal.bar(fraction, width: 24))
  }
}

/// Ends a run after Ctrl-C, or where an exercise is not written.
struct MilestoneStop: Error {}

/// What a run of a milestone has shown.
struct Finding {
  /// In a sentence or two.
  let seen: String
  /// Whether it meets the criterion. What is not a number meets none.
  let holds: Bool
  /// A picture in characters, and the same as a figure.
  let sketch: (_ width: Int, _ colour: Bool) -> String
  let svg: String

  init(_ seen: String, holds: Bool, chart: LineChart) {
    (self.seen, self.holds, svg) = (seen, holds, chart.svg())
    sketch = { chart.sketch(width: $0, height: 16, colour: $1) }
  }

  init(_ seen: String, holds: Bool, chart: BarChart) {
    (self.seen, self.holds, svg) = (seen, holds, chart.svg())
    sketch = { chart.sketch(width: $0, height: chart.bars.count + 2, colour: $1) }
  }
}
