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
  package let exercises: [MarkedExercise]
  /// Markers that are wrong. A file with any is not released.
  package let problems: [SourceProblem]

  /// One exercise between its markers.
  package struct MarkedExercise: Equatable, Sendable {
    package let marker: ExerciseMarker
    /// What stands before the marker: spaces.
    package let indentation: String
    /// The marker's line, counted from 0 as an index into `lines`.
    package let markerLine: Int
    /// The line of `// END`, counted from 0.
    package let endLine: Int
    package let solution: [String]
    /// What stands there until the exercise is written, without the word PLACEHOLDER.
    package let placeholder: [String]
  }

  /// Where a file of solutions/ is released to: its place in exercises/.
  package static func releasedPath(of path: String) -> String {
    "exercises/" + path.dropFirst("solutions/".count)
  }

  package init(path: String, text: String) {
    var parser = MarkerParser(path: path, lines: text.lines)
    parser.parse()
    self.path = path
    lines = parser.lines
    exercises = parser.exercises
    problems = parser.problems
  }
}

/// Walks through a solution file's lines once.
private struct MarkerParser {
  let path: String
  let lines: [String]
  var exercises: [SolutionFile.MarkedExercise] = []
  var problems: [SourceProblem] = []

  init(path: String, lines: [String]) {
    self.path = path
    self.lines = lines
  }

  mutating func parse() {
    var index = 0
    while index < lines.count {
      if ExerciseMarker.isMeant(by: lines[index]) {
        index = parseExercise(at: index)
      } else {
        if isEnd(lines[index]) || placeholder(lines[index]) != nil {
          complain(index, "this marker stands outside an exercise")
        }
        index += 1
      }
    }
  }

  /// Reads one exercise and returns the index after it.
  private mutating func parseExercise(at start: Int) -> Int {
    guard let marker = ExerciseMarker(line: lines[start]) else {
      complain(start, "write the marker as: // EXERCISE 2.1 (3 points): what is to be written")
      return start + 1
    }
    var solution: [String] = []
    var placeholders: [String] = []
    var index = start + 1
    while index < lines.count, !isEnd(lines[index]) {
      if ExerciseMarker.isMeant(by: lines[index]) { break }
      if let text = placeholder(lines[index]) {
        placeholders.append(text)
      } else if placeholders.isEmpty {
        solution.append(lines[index])
      } else {
        complain(index, "nothing but // END may follow the placeholder of \(marker.number)")
      }
      index += 1
    }
    guard index < lines.count, isEnd(lines[index]) else {
      complain(start, "exercise \(marker.number) has no // END")
      return index
    }
    if placeholders.isEmpty { complain(start, "exercise \(marker.number) has no // PLACEHOLDER") }
    if solution.isEmpty { complain(start, "exercise \(marker.number) has no solution") }
    exercises.append(
      .init(
        marker: marker, indentation: String(lines[start].prefix { $0 == " " }), markerLine: start,
        endLine: index, solution: solution, placeholder: placeholders))
    return index + 1
  }

  private func isEnd(_ line: String) -> Bool {
    trimmed(line) == "// END"
  }

  /// The text after `// PLACEHOLDER `, with its own indentation; nil for another line.
  private func placeholder(_ line: String) -> String? {
    guard let rest = ExerciseMarker.rest(of: line, after: "// PLACEHOLDER") else { return nil }
    return String(rest.first == " " ? rest.dropFirst() : rest)
  }

  private mutating func complain(_ index: Int, _ message: String) {
    problems.append(SourceProblem(path, index + 1, message))
  }
}
