import Foundation
import Layers
import Text
import XCTest

@testable import Course
@testable import Tasks

final class TaggerCommandTests: TaggerTestCase {
  private func report(_ file: String) throws -> TaggingReport {
    let judged = run(["evaluate", file, "--model", model, "--json"])
    XCTAssertEqual(judged.status, 0, judged.errors)
    return try JSONDecoder().decode(TaggingReport.self, from: Data(judged.output.utf8))
  }

  func testTrainEvaluateAndPredict() throws {
    let trained = tag(["--validation", tests])
    XCTAssertEqual(trained.status, 0, trained.errors)
    for line in trained.output.split(separator: "\n") where !line.contains(folder) {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
    XCTAssertTrue(trained.output.contains("Classes: person ("), trained.output)
    XCTAssertTrue(trained.output.contains("epoch  training  validation          F1   accuracy"))
    XCTAssertTrue(said(trained).contains("which validated best: F1 "), trained.output)

    let judged = run(["evaluate", tests, "--model", model])
    XCTAssertEqual(judged.status, 0, judged.errors)
    for words in ["of entities; precision", "the tag O alone", "class   precision", "entities"] {
      XCTAssertTrue(judged.output.contains(words), judged.output)
    }
    XCTAssertGreaterThan(try report(tests).f1, 0.9)

    let plain = folder + "/plain.conll"
    try write("then\nJordan\texports\n\nKim\nsaid\n", to: plain)
    let predicted = run(["predict", plain, "--model", model])
    XCTAssertEqual(predicted.status, 0, predicted.errors)
    let text = folder + "/predicted.conll"
    try write(predicted.output, to: text)
    let read = try TaggedText(files: [text])
    XCTAssertEqual(read.sentences.map(\.tokens), [["then", "Jordan"], ["Kim", "said"]])
    XCTAssertEqual(read.repairs, 0)
    let lines = folder + "/lines.txt"
    try write("  then Jordan\r\n\r\nKim said", to: lines)
    XCTAssertEqual(run(["predict", lines, "--lines", "--model", model]).output, predicted.output)
  }

  func testJSONParses() throws {
    let trained = tag(["--json"])
    let epochs = try trained.output.split(separator: "\n").map {
      try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    XCTAssertEqual(epochs.compactMap { $0["epoch"] as? Int }, [1, 2, 3])
    XCTAssertNotNil((epochs[0]["validation"] as? [String: Any])?["f1"] as? Double)
    let lines = folder + "/lines.txt"
    try write("today New York borders it\nthen\n", to: lines)
    let rows = try run(["predict", lines, "--lines", "--model", model, "--json"]).output
      .split(separator: "\n").map {
        try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    XCTAssertEqual(rows.map { ($0["tokens"] as? [String])?.count }, [5, 1])
    for row in rows {
      let (tokens, tags) = (row["tokens"] as? [String] ?? [], row["tags"] as? [String] ?? [])
      let entities = try XCTUnwrap(row["entities"] as? [[String: Any]])
      XCTAssertEqual(entities.count, EntitySpan.spans(of: tags).count)
      for entity in entities {
        let range = try XCTUnwrap(entity["from"] as? Int)..<XCTUnwrap(entity["to"] as? Int)
        XCTAssertEqual(entity["text"] as? String, tokens[range].joined(separator: " "))
      }
    }
  }

  /// One line without a blank one after it is read in parts, and told so; what comes out has all of it.
  func testALongSentenceIsReadInParts() throws {
    let long = (0..<7).map { "w\($0)\tO\n" }.joined()
    try write(Self.sentences(count: 60, seed: 1) + long, to: sentences)
    let trained = tag(["--length", "3"])
    XCTAssertTrue(said(trained).contains("longer than --length 3, read in parts."), trained.output)
    let predicted = run(["predict", tests, "--model", model])
    let text = folder + "/predicted.conll"
    try write(predicted.output, to: text)
    XCTAssertEqual(
      try TaggedText(files: [text]).sentences.map(\.tokens),
      try TaggedText(files: [tests]).sentences.map(\.tokens))
  }

  func testWhatIsWorthKnowingIsTold() throws {
    let twice = "Paris\tI-place\nvotes\tO\n\n"
    try write(Self.sentences(count: 60, seed: 1) + twice + twice, to: sentences)
    try write(twice + "a\tO\n\n", to: tests)
    let trained = said(tag(["--validation", tests]))
    for words in [
      "2 tags I- without a B- before them read as B-, as conlleval does; the first: \(sentences), line",
      "1 tag I- without a B- before it read as B-, as conlleval does; the first: \(tests), line 1.",
      "1 of the 2 sentences is in the training files.",
    ] { XCTAssertTrue(trained.contains(words), "\(words): \(trained)") }
    let judged = run(["evaluate", tests, "--model", model])
    XCTAssertTrue(judged.errors.contains("1 tag I- without a B- before it"), judged.errors)
    XCTAssertTrue(judged.output.contains("1 of the 2 sentences is in the training files."))
    XCTAssertEqual(try report(tests).seenInTraining, 1)
  }

  // MARK: Bad input

  func testSentencesThatCannotBeUsed() throws {
    let other = folder + "/other.conll"
    func refused(_ content: String, _ words: String, _ flags: [String] = [], line: UInt = #line)
      throws
    {
      try write(content, to: other)
      expectRefusal(tag(flags, files: [other], tiny: false), words, line: line)
    }
    try refused("a\tO\nParis\n", "\(other), line 2: the token Paris has no tag")
    try refused("a\tO\nb\tX\n", "\(other), line 2: the tag X is not O, B-CLASS or I-CLASS")
    try refused("", "\(other) has no sentences")
    try refused("a\tO\n\nb\tO\n", "no token of 2 sentences has another tag than O")
    try refused(
      "a\tB-x\n\nb\tO\n", "--validation 0.1 of 2 different sentences leaves none to validate with")
    try refused("a\tB-x\n\nb\tO\n", "there is no file nix", ["--validation", "nix"])
    try refused("a\tB-x\n", "--letters is 2000; it must be a whole number", ["--letters", "2000"])
    try Data([0x61, 0x09, 0x4F, 0x0A, 0xE9, 0x09, 0x4F, 0x0A]).write(
      to: URL(fileURLWithPath: other))
    expectRefusal(
      tag(files: [other]), "byte 4, on line 2, is 0xE9. Read it with --encoding latin1, or convert")
    expectRefusal(run(["train", "--task", "tag"]), "name the files to learn from; usage: course")
    XCTAssertFalse(FileManager.default.fileExists(atPath: model))
  }

  func testAClassThatTheModelDoesNotKnow() throws {
    _ = tag()
    try write("a\tO\nParis\tB-city\n", to: tests)
    let words =
      "the sentence that begins at \(tests), line 1, has the tag B-city, whose class is not one that the "
      + "model knows: person, place. Leave such sentences out"
    expectRefusal(run(["evaluate", tests, "--model", model]), words)
    expectRefusal(tag(["--validation", tests, "--replace"]), words)
  }

  func testFlagsOfOtherTasksAreRefused() throws {
    _ = tag()
    expectRefusal(
      run(["predict", text, "--model", model, "--beam", "3"]),
      "is a tagger, which has no use for --beam; leave it out")
    expectRefusal(
      run(["evaluate", tests, "--model", model, "--label-column", "1"]),
      "is a tagger, which has no use for --label-column; leave it out")
    expectRefusal(
      run(["generate", "--model", model]), "is a tagger, not a language model. Use it with: swift")
  }

  func testModelFilesThatCannotBeUsed() throws {
    _ = tag()
    let keys = ["configuration", "tags", "vocabulary", "letters", "corpus", "progress"]
    try expectDamaged(
      keys,
      [
        ("\"hidden\":8", "\"hidden\":4096"), ("\"layers\":1", "\"layers\":16"),
        ("\"letters\":3", "\"letters\":0"), ("\"letters\":3", "\"letters\":-1"),
        ("\"embedding\":8", "\"embedding\":4096"), ("\"length\":250", "\"length\":0"),
      ])
    try expectDamaged(["tags"], values: [#"["O","B-","I-x"]"#, #"["O","B-x"]"#], [])
  }
}
