import Foundation
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

/// A folder for one test, with small generated files of labelled texts in it.
class ClassifierTestCase: ModelTestCase {
  var reviews: String { folder + "/reviews.tsv" }
  var tests: String { folder + "/tests.tsv" }

  override func setUpWithError() throws {
    try super.setUpWithError()
    try write(Self.reviews(count: 120, seed: 1), to: reviews)
    try write(Self.reviews(count: 40, seed: 2), to: tests)
  }

  /// Sentences whose label is the mood of one of their words.
  static func reviews(count: Int, seed: UInt64) -> String {
    let moods = [("good", ["fine", "great", "warm"]), ("bad", ["dull", "flat", "cold"])]
    let others = ["the film", "it", "a story", "this play", "was", "is", "seems", "rather"]
    var generator = SeededGenerator(seed: seed)
    func word(_ words: [String]) -> String { words[generator.integer(below: words.count)] }
    return (0..<count).map { _ in
      let (label, words) = moods[generator.integer(below: 2)]
      let length = 2 + generator.integer(below: 4)
      var sentence = (0..<length).map { _ in word(others) }
      sentence.insert(word(words), at: generator.integer(below: length))
      return "\(label)\t\(sentence.joined(separator: " "))\n"
    }.joined()
  }

  /// A training that takes a fraction of a second: 27 steps an epoch.
  static let tiny = ["--hidden", "8", "--batch", "4", "--epochs", "3", "--learning-rate", "0.02"]

  /// Runs `course train --task classify` on the reviews.
  func classify(_ arguments: [String] = [], files: [String]? = nil, tiny: Bool = true) -> Outcome {
    run(
      ["train", "--task", "classify"] + (files ?? [reviews]) + ["--model", model]
        + (tiny ? Self.tiny : []) + arguments)
  }

  func request(_ arguments: [String]) throws -> TrainingRequest<ClassifierContent> {
    try TrainingRequest<ClassifierContent>(
      ParsedArguments(arguments + ["--model", model], for: .classify))
  }

}
