import Foundation
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

/// A folder for one test, with small generated files of sentences and their translations in it.
class TranslatorTestCase: ModelTestCase {
  var source: String { folder + "/train.en" }
  var target: String { folder + "/train.de" }
  var tests: String { folder + "/tests.tsv" }

  override func setUpWithError() throws {
    try super.setUpWithError()
    let pairs = Self.pairs(count: 200, seed: 1)
    try write(pairs.map { $0.0 + "\n" }.joined(), to: source)
    try write(pairs.map { $0.1 + "\n" }.joined(), to: target)
    let others = Self.pairs(count: 40, seed: 2)
    try write(others.map { "\($0.0)\t\($0.1)\n" }.joined(), to: tests)
  }

  /// Digits in words, and the same backwards in German.
  static func pairs(count: Int, seed: UInt64) -> [(String, String)] {
    let words = [("one", "eins"), ("two", "zwei"), ("three", "drei"), ("four", "vier")]
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      let drawn = (0..<1 + generator.integer(below: 4)).map { _ in
        words[generator.integer(below: words.count)]
      }
      return (
        drawn.map(\.0).joined(separator: " "), drawn.reversed().map(\.1).joined(separator: " ")
      )
    }
  }

  static let tiny = [
    "--hidden", "16", "--embedding", "8", "--batch", "8", "--epochs", "2", "--learning-rate",
    "0.02", "--dropout", "0",
  ]

  /// Runs `course train --task translate` on the sentences.
  func translate(
    _ arguments: [String] = [], files: [String]? = nil, tiny: Bool = true
  ) -> Outcome {
    run(
      ["train", "--task", "translate"] + (files ?? [source, target]) + ["--model", model]
        + (tiny ? Self.tiny : []) + arguments)
  }

  func request(_ arguments: [String]) throws -> TrainingRequest<TranslatorContent> {
    try TrainingRequest<TranslatorContent>(
      ParsedArguments(arguments + ["--model", model], for: .translate))
  }
}
