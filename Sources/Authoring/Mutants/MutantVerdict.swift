import Course

/// How a suite stood up to a mutant.
enum MutantVerdict: Equatable, Sendable {
  /// A test fails, and one says what the mutant's file asks for.
  case named
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
    if let message = mutant.message, !said.isEmpty {
      let isNamed = said.contains { $0.contains(message) }
      self = isNamed ? .named : .unnamed(said: said[0])
    } else {
      self = said.isEmpty ? .survived : .named
    }
  }

  /// What is wrong, and in which file; nil for a mutant that is named.
  func problem(with mutant: Mutant) -> SourceProblem? {
    switch self {
    case .named: return nil
    case .unnamed(let said):
      let asked = mutant.message ?? ""
      return SourceProblem(
        mutant.path, mutant.messageLine,
        "is killed, but nothing says \"\(asked)\"; the first failure: \(oneLine(said))")
    case .survived:
      return SourceProblem(
        mutant.path, nil, "survives: every test of exercise \(mutant.exercise) passes")
    case .doesNotApply(let problem): return problem
    case .doesNotCompile(let error):
      return SourceProblem(mutant.path, nil, "does not compile: \(error)")
    }
  }
}

extension TestVerdict {
  /// What a test says where it does not pass.
  fileprivate var complaint: String? {
    switch self {
    case .passed, .skipped: nil
    case .unwritten(let number): "exercise \(number) is not written"
    case .failed(let failure): failure.message
    }
  }
}

/// A message without its line breaks.
private func oneLine(_ message: String) -> String {
  lines(of: message).map { trimmed($0) }.joined(separator: " ")
}

/// How many mutants came out in which way.
struct MutantTally: Equatable, Sendable {
  private(set) var count = 0
  private(set) var named = 0
  private(set) var unnamed = 0
  private(set) var survived = 0
  private(set) var withoutPlace = 0
  private(set) var uncompiled = 0

  mutating func add(_ verdict: MutantVerdict) {
    count += 1
    switch verdict {
    case .named: named += 1
    case .unnamed: unnamed += 1
    case .survived: survived += 1
    case .doesNotApply: withoutPlace += 1
    case .doesNotCompile: uncompiled += 1
    }
  }

  /// The percentage that is named, rounded down: 100 means all.
  var share: Int { count == 0 ? 0 : named * 100 / count }

  /// Whether none survives, each can be tried, and nine of ten are named.
  var isGood: Bool { survived + withoutPlace + uncompiled == 0 && share >= 90 }

  var sentence: String {
    let parts = [
      "\(named) killed and named", "\(unnamed) killed, not named", "\(survived) survived",
      "\(withoutPlace) not applied", "\(uncompiled) not compiled",
    ]
    return "\(counted(count, "mutant")): \(parts.joined(separator: ", ")). \(share) % named."
  }
}
