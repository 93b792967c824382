import Course

/// A mistake that people make in an exercise, and wrong versions of the exercise in which it is
/// made, as they stand in `Tests/Mutants/02-the-vanilla-rnn/2.1.mutants`:
///
///     withoutBias: This is the step without its bias.
///     -    tanh(input * inputWeights + hidden * recurrentWeights + bias)
///     +    tanh(input * inputWeights + hidden * recurrentWeights)
///
/// A wrong version changes lines as a diff does; where a mistake has several, they stand apart by a
/// line `or`. One of nothing but lines with `+` is the whole exercise. Blank lines say nothing.
struct KnownMistake: Equatable, Sendable {
  let exercise: ExerciseNumber
  let path: String
  /// The line of its name, counted from 1.
  let line: Int
  /// What suites call it; no other mistake of the chapter has this name.
  let name: String
  /// What follows the name: the sentence; nothing where another exercise of the chapter has it;
  /// `… a part …` of a message that the suite makes; `-` where a test need only fail.
  let text: String
  private(set) var patches: [Patch] = []

  struct Patch: Equatable, Sendable {
    /// Counted from 1.
    let line: Int
    private(set) var original: [String] = []
    private(set) var replacement: [String] = []

    fileprivate mutating func read(_ line: String) {
      if line.first != "+" { original.append(String(line.dropFirst())) }
      if line.first != "-" { replacement.append(String(line.dropFirst())) }
    }
  }

  static let folder = "Tests/Mutants"
  static let ending = ".mutants"

  /// What the suite says of it, where it is written here.
  var sentence: String? { text.isEmpty || text == "-" || text.hasPrefix("…") ? nil : text }

  /// The mistakes of an exercise's file.
  ///
  /// - Throws: a `SourceProblem`, the first thing that is wrong with it.
  static func all(
    in text: String, of path: String, for exercise: ExerciseNumber
  ) throws(SourceProblem) -> [KnownMistake] {
    var mistakes: [KnownMistake] = []
    var isNew = true
    for (number, line) in zip(1..., lines(of: text)) where !line.isEmpty {
      let name = line.prefix { $0.isLetter || $0.isNumber }
      let rest = line.dropFirst(name.count)
      if rest.first == ":", !name.isEmpty {
        mistakes.append(
          KnownMistake(
            exercise: exercise, path: path, line: number, name: String(name),
            text: trimmed(rest.dropFirst())))
        isNew = true
      } else if line == "or" {
        isNew = true
      } else if "+- ".contains(line.first!), let last = mistakes.indices.last {
        if isNew { mistakes[last].patches.append(Patch(line: number)) }
        mistakes[last].patches[mistakes[last].patches.count - 1].read(line)
        isNew = false
      } else {
        let problem = "a mistake begins with its name and its sentence, name: …"
        throw SourceProblem(path, number, problem)
      }
    }
    for patch in mistakes.flatMap(\.patches) where patch.original == patch.replacement {
      throw SourceProblem(path, patch.line, "this changes nothing")
    }
    return mistakes
  }
}

extension Chapter {
  func mistakesPath(of exercise: ExerciseNumber) -> String {
    "\(KnownMistake.folder)/\(name)/\(exercise)\(KnownMistake.ending)"
  }

  /// The names and sentences of the mistakes as Swift, which the suite is compiled with.
  var releasedMistakesPath: String { "Tests/\(suite)/Mistakes.swift" }
}

extension Course {
  /// The mistakes of all exercises.
  ///
  /// - Parameter report: told what is wrong with each file; by itself it throws that.
  func mistakes(or report: (SourceProblem) throws -> Void = { throw $0 }) throws -> [KnownMistake] {
    try chapters.flatMap { chapter in
      try chapter.exercises.flatMap { exercise -> [KnownMistake] in
        let path = chapter.mistakesPath(of: exercise.number)
        let text = try folder.text(path) ?? ""
        do throws(SourceProblem) {
          return try KnownMistake.all(in: text, of: path, for: exercise.number)
        } catch { try report(error) }
        return []
      }
    }
  }

  /// What suites are compiled with: each chapter's names and sentences.
  func releasedMistakes() throws -> [(path: String, text: String)] {
    let all = try mistakes()
    return chapters.compactMap { chapter in
      let members = all.filter { $0.exercise.chapter == chapter.number }.compactMap { mistake in
        mistake.sentence.map { sentence in
          let literal = sentence.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
          return "  static let \(mistake.name) = Mistake(\"\(literal)\")\n"
        }
      }
      if members.isEmpty { return nil }
      let text = """
        // swift-format-ignore-file
        // Written by `swift run course dev release` from \(KnownMistake.folder)/\(chapter.name).
        import CourseTesting

        extension Mistake {
        \(members.joined())}

        """
      return (chapter.releasedMistakesPath, text)
    }
  }
}
