import Course

/// How a suite stood up to a mutant.
enum MutantVerdict: Equatable, Sendable {
  /// A test fails, and one says what the mutant's file asks for.
  case named
  /// A test says what the mutant's file asks for, but another says what belongs to another mistake,
  /// and no test contradicts that.
  case accused(said: String)
  /// A test fails, but none says it; what the first one says instead.
  case unnamed(said: String)
  /// Every test of the exercise passes.
  case survived
  /// What it replaces is not in the solution, or not once only.
  case doesNotApply(SourceProblem)
  /// The compiler's first error.
  case doesNotCompile(String)

  /// Judges by the tests of the mutant's exercise.
  init(of mutant: Mutant, _ verdicts: [TestVerdict]) {
    let said = verdicts.compactMap(\.complaint)
    let isNamed = said.contains { text in mutant.message.map { text.contains($0) } ?? true }
    let accusation = mutant.message.flatMap { message in
      said.first { text in
        !text.contains(message) && mutant.otherSentences.contains { text.contains($0) }
      }
    }
    if isNamed {
      self = accusation.map { .accused(said: $0) } ?? .named
    } else {
      self = (accusation ?? said.first).map { .unnamed(said: $0) } ?? .survived
    }
  }

  /// What is wrong, and in which file; nil for a mutant that is named.
  func problem(with mutant: Mutant) -> SourceProblem? {
    var line = mutant.patch.line
    let problem: String
    switch self {
    case .named: return nil
    case .doesNotApply(let problem): return problem
    case .unnamed(let said):
      line = mutant.mistake.line
      problem =
        "is killed, but nothing says \"\(mutant.message ?? "")\"; the first failure: \(oneLine(said))"
    case .accused(let said):
      line = mutant.mistake.line
      problem = "is named, but a test accuses it of another mistake: \(oneLine(said))"
    case .survived: problem = "survives: every test of exercise \(mutant.exercise) passes"
    case .doesNotCompile(let error): problem = "does not compile: \(error)"
    }
    return SourceProblem(mutant.path, line, problem)
  }
}

extension TestVerdict {
  /// What a test says where it does not pass.
  var complaint: String? {
    switch self {
    case .passed, .skipped: nil
    case .unwritten(let number): "exercise \(number) is not written"
    case .failed(let failure): failure.message
    }
  }
}

/// A message without its line breaks.
func oneLine(_ message: String) -> String {
  lines(of: message).map { trimmed($0) }.joined(separator: " ")
}

/// How many mutants came out in which way.
struct MutantTally {
  var verdicts: [MutantVerdict] = []

  /// How many are named; killed, not named or accused of another mistake; survived; not applied;
  /// not compiled.
  private var counts: [Int] {
    verdicts.reduce(into: [0, 0, 0, 0, 0]) { counts, verdict in
      switch verdict {
      case .named: counts[0] += 1
      case .unnamed, .accused: counts[1] += 1
      case .survived: counts[2] += 1
      case .doesNotApply: counts[3] += 1
      case .doesNotCompile: counts[4] += 1
      }
    }
  }

  /// The percentage that is named, rounded down: 100 means all.
  private var share: Int { verdicts.isEmpty ? 0 : counts[0] * 100 / verdicts.count }

  /// Whether none survives, each can be tried, and nine of ten are named.
  var isGood: Bool { counts[2...].allSatisfy { $0 == 0 } && share >= 90 }

  var sentence: String {
    let ways = ["killed and named", "killed, not named", "survived", "not applied", "not compiled"]
    let parts = zip(counts, ways).map { "\($0) \($1)" }
    return "\(counted(verdicts.count, "mutant")): \(parts.joined(separator: ", ")). "
      + "\(share) % named."
  }
}
