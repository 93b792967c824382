import Foundation
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

/// A folder for one test, with small generated files of tagged sentences in it.
class TaggerTestCase: ModelTestCase {
  var sentences: String { folder + "/train.conll" }
  var tests: String { folder + "/dev.conll" }

  override func setUpWithError() throws {
    try super.setUpWithError()
    try write(Self.sentences(count: 120, seed: 1), to: sentences)
    try write(Self.sentences(count: 40, seed: 2), to: tests)
  }

  /// Sentences in which the word after a name tells what it is the name of.
  static func sentences(count: Int, seed: UInt64) -> String {
    let names = ["Jordan", "Paris", "Chad", "Georgia", "New York", "Van Dyke"]
    let kinds = [
      ("person", ["said", "smiled", "wrote"]), ("place", ["exports", "borders", "votes"]),
    ]
    let others = ["today", "the", "old", "it", "was", "here", ",", "then"]
    var generator = SeededGenerator(seed: seed)
    func drawn<Element>(_ all: [Element]) -> Element { all[generator.integer(below: all.count)] }
    return (0..<count).map { _ in
      let (kind, verbs) = drawn(kinds)
      let name = drawn(names).split(separator: " ").enumerated().map {
        "\($1)\t\($0 == 0 ? "B" : "I")-\(kind)\n"
      }
      let before = (0..<generator.integer(below: 4)).map { _ in drawn(others) + "\tO\n" }
      let after = (0..<generator.integer(below: 4)).map { _ in drawn(others) + "\tO\n" }
      return (before + name + [drawn(verbs) + "\tO\n"] + after).joined() + "\n"
    }.joined()
  }

  /// A training that takes about a second: 27 steps an epoch.
  static let tiny = [
    "--hidden", "8", "--embedding", "8", "--letters", "3", "--batch", "4", "--epochs", "3",
    "--learning-rate", "0.02", "--dropout", "0",
  ]

  /// Runs `course train --task tag` on the sentences.
  func tag(_ arguments: [String] = [], files: [String]? = nil, tiny: Bool = true) -> Outcome {
    run(
      ["train", "--task", "tag"] + (files ?? [sentences]) + ["--model", model]
        + (tiny ? Self.tiny : []) + arguments)
  }

  func request(_ arguments: [String]) throws -> TrainingRequest<TaggerContent> {
    try TrainingRequest<TaggerContent>(
      ParsedArguments(arguments + ["--model", model], for: .tag))
  }
}
