import Foundation
import Layers
import LinearAlgebra
import Text
import XCTest

@testable import Course
@testable import Tasks

final class TaggerTrainingTests: TaggerTestCase {
  func testResumingEndsWithTheSameBits() throws {
    let flags = [sentences] + Self.tiny + ["--unknown", "0.3"]
    let whole = try finished(request(flags + ["--threads", "1"]).begin().run)
    let (end, stops) = try stopped(flags, seed: 1, request)
    XCTAssertEqual(end, whole)
    XCTAssertGreaterThan(stops, 1)
    try whole.write(to: model)
    XCTAssertEqual(try Tagger(contentsOf: model), whole)
  }

  /// In one direction nothing tells what a name is of; in two the word after it does.
  func testTwoDirectionsSeeTheWordAfterAName() throws {
    func f1(_ flags: [String]) throws -> Double {
      let outcome = tag(
        flags + [
          "--validation", tests, "--epochs", "8", "--hidden", "8", "--embedding", "8", "--batch",
          "4",
          "--learning-rate", "0.02", "--letters", "0", "--dropout", "0", "--replace",
        ], tiny: false)
      XCTAssertEqual(outcome.status, 0, outcome.errors)
      let judged = run(["evaluate", tests, "--model", model, "--json"])
      return try JSONDecoder().decode(TaggingReport.self, from: Data(judged.output.utf8)).f1
    }
    XCTAssertGreaterThan(try f1([]), 0.95)
    XCTAssertLessThan(try f1(["--directions", "one"]), 0.8)
  }

  /// What the letters' layers give for a word is what two LSTMs give that read it alone.
  func testLettersAreReadAsByAnLSTMThatReadsTheWordAlone() throws {
    let letters = Vocabulary(counting: ["a", "b", "c"], unit: .character, minimumCount: 1)
    let content = TaggerContent(
      tags: ["O", "B-x", "I-x"],
      vocabulary: Vocabulary(counting: ["abc"], unit: .word, minimumCount: 1), letters: letters,
      known: KnownExamples([UInt64]()))
    let (input, output) = content.spelling(units: 3)
    let model = try Model(inputs: [input], outputs: [output], seed: 5)
    let alone = Sequential(seed: 1) {
      Input(features: letters.count)
      Bidirectional(LSTM(3, useBias: false))
    }
    try alone.setTensors(
      zip(try alone.tensors, model.tensors).map {
        try Tensor(name: $0.name, shape: $0.shape, values: $1.values)
      })
    let words = ["abc", "b", "cab✗", "abcabcabcaabcabcabcb", "bcabcabcabcaXcabcabcabcb"]
    let sentence = TaggedSentence(tokens: words)
    var configuration = TaggerConfiguration()
    configuration.letters = 3
    let read = try XCTUnwrap(content.letterInputs([content.example(sentence, configuration)]))
    let found = try model.predictSequences(read)[0]
    for (word, found) in zip(words, found) {
      let all = letters.indices(of: word.map(String.init))
      let kept = all.count > 20 ? all.prefix(10) + all.suffix(10) : all[...]
      let oneHot = kept.map { index in (0..<letters.count).map { Float($0 == index ? 1 : 0) } }
      let expected = try alone.predict([oneHot])[0]
      for (one, two) in zip(found, expected) { XCTAssertEqual(one, two, accuracy: 1e-6, word) }
    }
  }

  /// By hand: of 3 entities, 1 is found with its class and all its tokens; 4 were found.
  func testFiguresByHand() {
    let report = TaggingReport(
      [["B-x", "I-x", "O", "B-y"], ["B-x", "B-x"]],
      truth: [["B-x", "I-x", "O", "B-x"], ["B-x", "I-x"]], classes: ["x", "y", "z"], loss: 3)
    XCTAssertEqual(report.precision, 0.25)
    XCTAssertEqual(report.recall, 1 / 3, accuracy: 1e-12)
    XCTAssertEqual(report.f1, 2 / 7, accuracy: 1e-12)
    XCTAssertEqual(report.accuracy, 4 / 6, accuracy: 1e-12)
    XCTAssertEqual(report.outside, 1 / 6, accuracy: 1e-12)
    XCTAssertEqual(report.loss, 1.5)
    XCTAssertEqual(report.classes.map(\.count), [3, 0, 0])
    XCTAssertEqual(report.classes[0].precision, 1 / 3, accuracy: 1e-12)
    XCTAssertEqual(report.classes[1].f1, 0)
  }
}
