/// How a mistake stands to the results of a test; the other end of `MistakeStanding` in
/// CourseTesting.
package enum MistakeStanding: String, Codable {
  case silent, explains, insufficient, ruledOut
}

/// What the tests of an exercise say of mistakes, taken together: of a mistake that explains what
/// one test saw, another may know better.
package struct MistakeComparison {
  /// How each mistake stands to each test that knows it, by its sentence.
  private let tests: [[String: MistakeStanding]]

  /// - Parameter reports: what each test reported, with its mistakes weighed.
  package init(_ reports: [[ReportEvent]]) {
    tests = reports.map { events in
      events.reduce(into: [:]) { standings, event in
        if case .mistake(let sentence, let standing) = event { standings[sentence] = standing }
      }
    }
  }

  /// A test's message without the sentence of a mistake that was not made, or with that of the one
  /// on which all tests agree.
  ///
  /// - Parameter index: the test's place among the reports.
  package func settled(_ message: String, of index: Int) -> String {
    let (own, said) = (tests[index], lines(of: message).last.map { trimmed($0) } ?? "")
    let told = own[said] == nil ? own.keys.filter { said.contains($0) } : [said]
    let rest = lines(of: message).dropLast().joined(separator: "\n")
    if told.count != 1 { return told.contains(where: isRuledOut) ? rest : message }
    if isTenable(told[0], in: index) { return message }
    let tenable = own.keys.filter { isTenable($0, in: index) }
    return tenable.count == 1 ? "\(rest)\n    \(tenable[0])" : rest
  }

  /// Whether a mistake explains what a test saw and no other test that knows it speaks against it:
  /// none has a result that the mistake would have changed, or changed in another way, and none has
  /// a wrong result that the mistake would leave right, unless another explains that, which may
  /// have been made besides.
  private func isTenable(_ sentence: String, in index: Int) -> Bool {
    tests[index][sentence] == .explains && !isRuledOut(sentence)
      && tests.filter { $0[sentence] == .insufficient }.allSatisfy { other in
        other.contains { besides, standing in
          standing == .explains && !isRuledOut(besides)
            && tests[index][besides] == .insufficient
        }
      }
  }

  private func isRuledOut(_ sentence: String) -> Bool {
    tests.contains { $0[sentence] == .ruledOut }
  }
}
