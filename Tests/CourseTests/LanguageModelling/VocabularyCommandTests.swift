import Foundation
import Layers
import Text
import XCTest

@testable import Course
@testable import Tasks

/// Texts with symbols that a model's vocabulary lacks.
final class VocabularyCommandTests: ModelTestCase {
  private var other: String { folder + "/other.txt" }

  // MARK: A vocabulary of the most frequent

  func testTheVocabularyKeepsTheMostFrequentSymbols() throws {
    XCTAssertEqual(train(["--vocabulary", "6"]).status, 0)
    let characters = try Checkpoint(contentsOf: model)
    XCTAssertEqual(characters.vocabulary.count, 7)
    XCTAssertEqual(characters.vocabulary.unknown, 0)
    XCTAssertTrue(train(["--vocabulary", "6"]).output.contains("is kept"))
    expectRefusal(train(), "another configuration: --vocabulary 6, not without it.")
    let words = train(["--unit", "word", "--vocabulary", "4", "--replace"])
    XCTAssertEqual(words.status, 0, words.errors)
    XCTAssertEqual(try Checkpoint(contentsOf: model).vocabulary.count, 5)
    expectRefusal(
      train(["--vocabulary", "0"]), "--vocabulary is 0; it must be a whole number from")
    expectRefusal(
      run(["train", "--mine", "--vocabulary", "5"]), "--vocabulary does not go with --mine")
  }

  func testAModelWithAnUnknownCharacterReadsEveryText() throws {
    _ = train(["--vocabulary", "12"])
    try write("the gäte opens ☂ and then.\n", to: other)
    let evaluated = run(["evaluate", other, "--model", model])
    XCTAssertEqual(evaluated.status, 0, evaluated.errors)
    XCTAssertTrue(evaluated.output.contains("unknown characters  "), evaluated.output)
    let written = run(["generate", "--model", model, "--prompt", "☂", "--length", "200"])
    XCTAssertEqual(written.status, 0, written.errors)
    XCTAssertFalse(written.output.contains(Vocabulary.unknownSymbol), "it never writes the unknown")
  }

  /// Such a file was saved before there was a limit.
  func testAConfigurationWithoutAVocabularyIsRead() throws {
    let line = try jsonLine(TrainingConfiguration.standard)
    XCTAssertFalse(line.contains("vocabulary"), line)
    XCTAssertEqual(
      try JSONDecoder().decode(TrainingConfiguration.self, from: Data(line.utf8)), .standard)
  }

  // MARK: Passing over the unknown

  func testACharacterThatTheModelLacksIsNamedOrPassedOver() throws {
    _ = train()
    try write("the gate opens and then.\nit ☂keeps é☂\n", to: other)
    expectRefusal(
      run(["evaluate", other, "--model", model]),
      "lacks “☂” (U+2602), on line 2. Pass over all that it lacks with --skip-unknown.")
    let skipped = run(["evaluate", other, "--model", model, "--skip-unknown"])
    XCTAssertEqual(skipped.status, 0, skipped.errors)
    XCTAssertTrue(skipped.output.contains("left out            3, which"), skipped.output)
    let json = run(["evaluate", other, "--model", model, "--skip-unknown", "--json"]).output
    try write("the gate opens and then.\nit keeps \n", to: other)
    XCTAssertEqual(json, run(["evaluate", other, "--model", model, "--json"]).output)
    try write("☂☂☂☂", to: other)
    expectRefusal(
      run(["evaluate", other, "--model", model, "--skip-unknown"]), "has 0 symbols that the model")
  }

  /// The unknown word is read, and its own prediction does not count.
  func testAnUnknownWordIsReadButNotCounted() throws {
    _ = train(["--unit", "word"])
    let checkpoint = try Checkpoint(contentsOf: model)
    try write("the gate xylophone opens xylophone and then", to: other)
    let symbols = try checkpoint.vocabulary.encode(Corpus(files: [other]).text)
    let unknown = try XCTUnwrap(checkpoint.vocabulary.unknown)
    let evaluator = try Evaluator(model: try checkpoint.model(), rows: 1, length: 1, threads: 1)
    var (sum, count) = (0.0, 0)
    for (symbol, next) in zip(symbols, symbols.dropFirst()) {
      let loss = try evaluator.loss(inputs: [Int32(symbol)], targets: [Int32(next)], time: 1)
      if next != unknown { (sum, count) = (sum + loss, count + 1) }
    }
    let outcome = run(["evaluate", other, "--model", model, "--skip-unknown", "--json"])
    let found = try JSONDecoder().decode(Evaluation.self, from: Data(outcome.output.utf8))
    XCTAssertEqual(found.symbols, count)
    XCTAssertEqual(count, symbols.count - 1 - 2)
    XCTAssertEqual(found.loss, sum / Double(count), accuracy: 1e-6)
    let words = run(["evaluate", other, "--model", model, "--skip-unknown"]).output
    XCTAssertTrue(words.contains("%, read, but not counted"), words)
    try write("xylophone xylophone", to: other)
    XCTAssertEqual(run(["evaluate", other, "--model", model, "--skip-unknown"]).status, 0)
    try write("xylophonexylophone", to: other)
    expectRefusal(run(["evaluate", other, "--model", model]), "has 1 symbol that the model knows")
  }
}
