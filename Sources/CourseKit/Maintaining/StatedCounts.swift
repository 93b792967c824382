/// The counts that the README states, such as `61 exercises`, beside those of the course.
struct StatedCounts {
  static let path = "README.md"

  /// What is counted, in the word that follows its number, and how many there are.
  let counts: [(noun: String, count: Int)]

  init(_ course: Course, mutants: Int) {
    counts = [
      ("exercises", course.exercises.count),
      ("points", course.exercises.reduce(0) { $0 + $1.points }),
      ("known mistakes", mutants),
      ("hostile submissions", course.folder.names(in: "Tests/Submissions/hostile").count),
    ]
  }

  /// A problem for each count that is another by now.
  func problems(in text: String) -> [SourceProblem] {
    lines(of: text).enumerated().flatMap { index, line in
      counts.flatMap { noun, count in
        numbers(before: noun, in: line).filter { $0 != count }.map { stated in
          SourceProblem(Self.path, index + 1, "says \(stated) \(noun); there are \(count)")
        }
      }
    }
  }

  /// The whole numbers, with a comma after each three digits or without, directly before a word.
  private func numbers(before noun: String, in line: String) -> [Int] {
    line.components(separatedByMark: " \(noun)").dropLast().compactMap { before in
      let digits = before.reversed().prefix { $0.isNumber || $0 == "," }.reversed()
      return wholeNumber(String(digits.filter { $0 != "," }))
    }
  }
}
