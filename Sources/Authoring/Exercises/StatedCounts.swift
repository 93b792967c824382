import Course

/// The counts that the README states, such as `61 exercises` or `more than 700 known mistakes`,
/// beside those of the course.
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

  /// A problem for each count that is another by now, outside fences: those hold what programs say.
  func problems(in text: String) -> [SourceProblem] {
    var isFenced = false
    return lines(of: text).enumerated().flatMap { index, line -> [SourceProblem] in
      if line.hasPrefix("```") { isFenced.toggle() }
      if isFenced { return [] }
      return counts.flatMap { noun, count in
        numbers(before: noun, in: line).compactMap { stated, isLeast in
          if isLeast ? stated < count : stated == count { return nil }
          let number = (isLeast ? "more than " : "") + "\(stated)"
          return SourceProblem(Self.path, index + 1, "says \(number) \(noun); there are \(count)")
        }
      }
    }
  }

  /// The whole numbers, with a comma after each three digits or without, directly before a word,
  /// and whether each is one of which there are more.
  private func numbers(
    before noun: String, in line: String
  ) -> [(stated: Int, isLeast: Bool)] {
    line.components(separatedByMark: " \(noun)").dropLast().compactMap { before in
      let digits = before.reversed().prefix { $0.isNumber || $0 == "," }.reversed()
      guard let number = wholeNumber(String(digits.filter { $0 != "," })) else { return nil }
      return (number, before.dropLast(digits.count).lowercased().hasSuffix("more than "))
    }
  }
}
