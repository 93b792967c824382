/// A test of an exercise, found by its name: `test_2_1_stepMatchesTheWorkedExample`.
package struct SuiteTest: Equatable, Sendable {
  package let exercise: ExerciseNumber
  /// The class with its module: `Chapter02Tests.RNNCellTests`.
  package let className: String
  package let method: String
  package let file: String
  /// Counted from 1.
  package let line: Int
  /// Whether it trains.
  package var isLong = false

  /// The seconds that it may compute.
  package var timeLimit: Double { isLong ? longTestTimeLimit : testTimeLimit }

  /// Whether it compares with numbers of PyTorch or Keras, as its name then says.
  package var isOfAPeer: Bool { method.contains("PyTorch") || method.contains("Keras") }

  /// The test's fact in words: `step matches the worked example`, `gradients of an RNN`.
  package var sentence: String {
    let fact = Array(method.split(separator: "_").dropFirst(3).joined(separator: " "))
    var words = ""
    for (index, letter) in fact.enumerated() {
      let before = index > 0 ? fact[index - 1] : " "
      // In `acceptsAVocabulary` an article stands before the V.
      let isArticle =
        letter == "A" && before.isLowercase && index + 2 < fact.count && fact[index + 2].isLowercase
      let isInAcronym =
        letter.isUppercase && !isArticle
        && (before.isUppercase || index + 1 < fact.count && fact[index + 1].isUppercase)
      // In `RNNCells` a word begins before the C.
      let endsAcronym = before.isUppercase && index + 1 < fact.count && fact[index + 1].isLowercase
      let begins =
        letter.isUppercase && (!before.isUppercase || endsAcronym)
        || letter.isNumber && before.isLetter
      if begins, before != " " { words += " " }
      words += isInAcronym && !endsAcronym ? String(letter) : letter.lowercased()
    }
    return words.replacing("py torch", with: "PyTorch").replacing("keras", with: "Keras")
  }
}

/// The seconds that a test may compute, ten times what the slowest takes with our solutions.
package let testTimeLimit = 5.0
/// The same for a test that trains, three times what a whole exercise may take with our solutions.
package let longTestTimeLimit = 60.0

/// The seconds by the clock after which a check gives a test up, whatever it computed: so many that
/// only one that waits, or a machine with no time at all for it, takes them.
func testPatience(for test: SuiteTest) -> Double { max(120, 10 * test.timeLimit) }

extension Chapter {
  /// The tests of this chapter's suite in the order of its files.
  package func tests(in folder: PackageFolder) throws -> [SuiteTest] {
    let long = exercises.filter(\.isLong).map(\.number)
    return try folder.swiftFiles(below: "Tests/\(suite)").flatMap { path in
      suiteTests(in: try folder.text(path) ?? "", path: path, module: suite, long: long)
    }
  }
}

/// - Parameter long: the exercises whose tests train.
func suiteTests(
  in text: String, path: String, module: String, long: [ExerciseNumber] = []
) -> [SuiteTest] {
  var tests: [SuiteTest] = []
  var className = ""
  for (index, line) in SwiftScanner(text).codeLines.enumerated() {
    if let name = line.firstMatch(of: /\bclass (\w+)/)?.output.1 { className = "\(module).\(name)" }
    let pattern = /\bfunc (test_([0-9]+)_([0-9]+)(?:_\w+)?) *\(/
    guard let (_, method, chapter, place) = line.firstMatch(of: pattern)?.output,
      let number = ExerciseNumber("\(chapter).\(place)")
    else { continue }
    tests.append(
      SuiteTest(
        exercise: number, className: className, method: String(method), file: path, line: index + 1,
        isLong: long.contains(number)))
  }
  return tests
}
