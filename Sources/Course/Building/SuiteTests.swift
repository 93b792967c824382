/// A test of an exercise, found by its name: `test_2_1_stepMatchesTheWorkedExample`.
package struct SuiteTest: Equatable, Sendable {
  package let exercise: ExerciseNumber
  /// The class with its module: `Chapter02Tests.RNNCellTests`.
  package let className: String
  package let method: String
  package let file: String
  /// Counted from 1.
  package let line: Int

  /// The test's fact in words: `step matches the worked example`, `gradients of an RNN`.
  package var sentence: String {
    let fact = Array(method.split(separator: "_").dropFirst(3).joined(separator: " "))
    var words = ""
    for (index, letter) in fact.enumerated() {
      let before = index > 0 ? fact[index - 1] : " "
      let isInAcronym =
        letter.isUppercase
        && (before.isUppercase || index + 1 < fact.count && fact[index + 1].isUppercase)
      // In `RNNCells` a word begins before the C.
      let endsAcronym = before.isUppercase && index + 1 < fact.count && fact[index + 1].isLowercase
      let begins =
        letter.isUppercase && (!before.isUppercase || endsAcronym)
        || letter.isNumber && before.isLetter
      if begins, before != " " { words += " " }
      words += isInAcronym && !endsAcronym ? String(letter) : letter.lowercased()
    }
    return words
  }
}

extension Chapter {
  /// The tests of this chapter's suite in the order of its files.
  package func tests(in folder: PackageFolder) throws -> [SuiteTest] {
    try folder.swiftFiles(below: "Tests/\(suite)").flatMap { path in
      suiteTests(in: try folder.text(path) ?? "", path: path, module: suite)
    }
  }
}

/// The exercises' tests in one file.
func suiteTests(in text: String, path: String, module: String) -> [SuiteTest] {
  var tests: [SuiteTest] = []
  var className = ""
  for (index, line) in SwiftScanner(text).codeLines.enumerated() {
    let words = line.split(whereSeparator: { " (:{".contains($0) })
    if let place = words.firstIndex(of: "class"), place + 1 < words.count {
      className = "\(module).\(words[place + 1])"
    }
    guard let place = words.firstIndex(of: "func"), place + 1 < words.count else { continue }
    let parts = words[place + 1].split(separator: "_")
    guard parts.count >= 3, parts[0] == "test",
      let number = ExerciseNumber("\(parts[1]).\(parts[2])")
    else { continue }
    tests.append(
      SuiteTest(
        exercise: number, className: className, method: String(words[place + 1]), file: path,
        line: index + 1))
  }
  return tests
}
