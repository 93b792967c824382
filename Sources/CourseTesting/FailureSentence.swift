/// What is wrong, as a test words it, with or without a sentence's end; and on lines of their own
/// what is true of it.
struct FailureSentence {
  private let problem: String
  private let sayings: [Substring]

  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    problem = withShortNumbers(String(lines.first ?? ""))
    sayings = Array(lines.dropFirst())
  }

  /// The sentence with one full stop, and after the problem the seed of its case.
  func text(seed: UInt64?) -> String {
    let seedNote = seed.map { " (seed \($0))" } ?? ""
    let begun = problem.hasSuffix(".") && seed != nil ? String(problem.dropLast()) : problem
    return ([ended(begun + seedNote)] + sayings.map { ended(String($0)) }).joined(separator: "\n")
  }

  private func ended(_ text: String) -> String {
    guard let last = text.last(where: { !"”\"’)".contains($0) }) else { return text }
    let isEnded = ".?!…".contains(last) && text.last != ")"
    return isEnded || ":;,".contains(last) ? text : text + "."
  }
}
