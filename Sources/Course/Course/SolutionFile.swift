/// A file of solutions/, with its exercises marked.
///
///     // EXERCISE 2.1 (3 points): one step of the recurrence
///     tanh(input * inputWeights + hidden * recurrentWeights + bias)
///     // PLACEHOLDER notWritten("2.1", rows: hidden.rows, columns: hidden.columns)
///     // END
package struct SolutionFile: Equatable, Sendable {
  /// From the package's root: `solutions/02-the-vanilla-rnn/RNNCell.swift`.
  package let path: String
  package let lines: [String]
  package private(set) var exercises: [MarkedExercise] = []
  /// Markers that are wrong. A file with any is not released.
  package private(set) var problems: [SourceProblem] = []
  /// The exercise at hand while the file is read.
  private var open: MarkedExercise?

  /// One exercise between its markers.
  package struct MarkedExercise: Equatable, Sendable {
    package let marker: ExerciseMarker
    /// What stands before the marker: spaces.
    package let indentation: String
    /// The marker's line, counted from 0 as an index into `lines`.
    package let markerLine: Int
    /// The line of `// END`, counted from 0.
    package fileprivate(set) var endLine: Int
    package fileprivate(set) var solution: [String] = []
    /// What stands there until the exercise is written, without the word PLACEHOLDER.
    package fileprivate(set) var placeholder: [String] = []
  }

  /// Where a file of solutions/ is released to: its place in exercises/.
  package static func releasedPath(of path: String) -> String {
    "exercises/" + path.dropFirst("solutions/".count)
  }

  package init(path: String, text: String) {
    self.path = path
    lines = text.lines
    for (index, line) in lines.enumerated() { read(line, at: index) }
    giveUp()
  }

  private mutating func read(_ line: String, at index: Int) {
    let isEnd = trimmed(line) == "// END"
    let placeholder = ExerciseMarker.rest(of: line, after: "// PLACEHOLDER")
    if ExerciseMarker.isMeant(by: line) {
      giveUp()
      guard let marker = ExerciseMarker(line: line) else {
        return complain(
          index, "write the marker as: // EXERCISE 2.1 (3 points): what is to be written")
      }
      let indentation = String(line.prefix { $0 == " " })
      open = MarkedExercise(
        marker: marker, indentation: indentation, markerLine: index, endLine: index)
    } else if let exercise = open {
      if isEnd {
        close(exercise, at: index)
      } else if let placeholder {
        open?.placeholder.append(String(placeholder.dropFirst(placeholder.first == " " ? 1 : 0)))
      } else if exercise.placeholder.isEmpty {
        open?.solution.append(line)
      } else {
        let number = exercise.marker.number
        complain(index, "nothing but // END may follow the placeholder of \(number)")
      }
    } else if isEnd || placeholder != nil {
      complain(index, "this marker stands outside an exercise")
    }
  }

  private mutating func close(_ exercise: MarkedExercise, at index: Int) {
    let (start, number) = (exercise.markerLine, exercise.marker.number)
    if exercise.placeholder.isEmpty { complain(start, "exercise \(number) has no // PLACEHOLDER") }
    if exercise.solution.isEmpty { complain(start, "exercise \(number) has no solution") }
    exercises.append(exercise)
    exercises[exercises.count - 1].endLine = index
    open = nil
  }

  /// Ends an exercise that has no end.
  private mutating func giveUp() {
    if let open { complain(open.markerLine, "exercise \(open.marker.number) has no // END") }
    open = nil
  }

  private mutating func complain(_ index: Int, _ message: String) {
    problems.append(SourceProblem(path, index + 1, message))
  }
}
