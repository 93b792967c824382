import Foundation
import Layers
import Text
import XCTest

@testable import Course
@testable import Tasks

final class TranslatorCommandTests: TranslatorTestCase {
  private func report(_ arguments: [String] = []) throws -> TranslationReport {
    let judged = run(["evaluate", tests, "--model", model, "--json"] + arguments)
    XCTAssertEqual(judged.status, 0, judged.errors)
    return try JSONDecoder().decode(TranslationReport.self, from: Data(judged.output.utf8))
  }

  func testTrainEvaluateAndPredict() throws {
    let learning = Self.tiny.map { $0 == "2" ? "25" : $0 }
    let trained = translate(["--validation", tests, "--patience", "25"] + learning, tiny: false)
    XCTAssertEqual(trained.status, 0, trained.errors)
    for line in trained.output.split(separator: "\n") where !line.contains(folder) {
      XCTAssertLessThanOrEqual(line.count, 80, "\(line)")
    }
    XCTAssertTrue(trained.output.contains("epoch  training  validation  perplexity       BLEU"))
    let judged = run(["evaluate", tests, "--model", model])
    XCTAssertEqual(judged.status, 0, judged.errors)
    for words in [
      "nats a word", "of the words as they are", "brevity penalty", "unknown     0.0 %",
    ] {
      XCTAssertTrue(judged.output.contains(words), judged.output)
    }
    XCTAssertGreaterThan(try report().bleu, 90)
    XCTAssertGreaterThan(try report(["--beam", "3"]).bleu, 90)

    let lines = folder + "/lines.txt"
    try write("one two three\r\n\r\nfour zillion\n", to: lines)
    let predicted = run(["predict", lines, "--model", model])
    XCTAssertEqual(predicted.status, 0, predicted.errors)
    let texts = predicted.output.split(separator: "\n", omittingEmptySubsequences: false)
    XCTAssertEqual(texts.count, 4)
    XCTAssertEqual(texts.prefix(2), ["drei zwei eins", ""])
    let beams = run(["predict", lines, "--model", model, "--beam", "3"]).output
    XCTAssertEqual(beams.split(separator: "\n").first, "drei zwei eins")
    let rows = try run(["predict", lines, "--model", model, "--json"]).output
      .split(separator: "\n").map {
        try XCTUnwrap(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: String])
      }
    XCTAssertEqual(rows.map { $0["source"] }, ["one two three", "", "four zillion"])
    XCTAssertEqual(rows[0]["translation"], "drei zwei eins")
  }

  func testTheAlignmentOfTheFirstLineIsDrawn() throws {
    _ = translate()
    let (lines, picture) = (folder + "/lines.txt", folder + "/picture.svg")
    try write("\none <two> three\nfour\n", to: lines)
    let drawn = run(["predict", lines, "--model", model, "--attention", picture])
    XCTAssertEqual(drawn.status, 0, drawn.errors)
    let svg = try String(contentsOfFile: picture, encoding: .utf8)
    XCTAssertTrue(svg.hasPrefix("<svg"), "\(svg.prefix(80))")
    for words in ["three", "&lt;two&gt;", "(end)"] { XCTAssertTrue(svg.contains(words), words) }
    XCTAssertFalse(svg.contains("four"))
    for path in [lines, model] {
      let before = FileManager.default.contents(atPath: path)
      expectRefusal(
        run(["predict", lines, "--model", model, "--attention", path]),
        "the picture would take the place of \(path)")
      XCTAssertEqual(FileManager.default.contents(atPath: path), before)
    }
    try write("\n \n", to: lines)
    expectRefusal(
      run(["predict", lines, "--model", model, "--attention", picture]),
      "there is no line with words, so that --attention has nothing to draw")
  }

  func testWhatIsWorthKnowingIsTold() throws {
    let long = String(repeating: "one ", count: 9)
    try write("one\teins\none\teins\n\tleer\ntwo\tzwei\nthree\tdrei\n\(long)\tviel\n", to: source)
    let trained = said(
      translate(["--length", "8", "--validation", tests], files: [source]))
    for words in [
      "1 pair with an empty side left out, the first: \(source), line 3.",
      "1 pair of more than --length 8 words left out.",
      "of the 40 sentences", "in the training files.",
    ] { XCTAssertTrue(trained.contains(words), "\(words): \(trained)") }
    let shared = said(translate(["--validation", "0.5", "--replace"], files: [source]))
    XCTAssertTrue(shared.contains("1 sentence repeats others; copies of a sentence are held back"))
  }

  // MARK: Bad input

  func testSentencesThatCannotBeUsed() throws {
    let (one, two) = (folder + "/one.txt", folder + "/two.txt")
    func refused(
      _ first: String, _ second: String?, _ words: String, _ flags: [String] = [],
      line: UInt = #line
    ) throws {
      try write(first, to: one)
      try write(second ?? "", to: two)
      expectRefusal(
        translate(flags, files: second == nil ? [one] : [one, two], tiny: false), words, line: line)
    }
    try refused(
      "a\nb\n", "c\n", "\(one) has 2 lines and \(two) has 1. Line n of one must be the translation")
    try refused("a\n", "", "\(two) has no sentences. Give one in each line")
    try refused("a\tb\nc\n", nil, "\(one), line 2: there is no tab. Write a sentence, a tab and")
    try refused(
      "a b\tc\n", nil, "all 1 pairs have an empty side or more than --length 1 words",
      ["--length", "1"])
    try refused("a\tb\n", nil, "leaves none to validate with")
    try refused("a\tb\n", nil, "there is no file nix", ["--validation", "nix,no"])
    try refused("a\tb\n", nil, "--hidden is 7; it must be even", ["--hidden", "7"])
    try Data([0x61, 0x0A, 0xFC, 0x0A]).write(to: URL(fileURLWithPath: two))
    expectRefusal(
      translate(files: [one, two]), "\(two) is not UTF-8: byte 2, on line 2, is 0xFC. Read it with")
    expectRefusal(run(["train", "--task", "translate"]), "name the files to learn from")
    expectRefusal(
      translate(files: [one, two, source]), "is one word too many; usage: course train")
    XCTAssertFalse(FileManager.default.fileExists(atPath: model))
  }

  func testModelFilesThatCannotBeUsed() throws {
    _ = translate()
    try expectDamaged(
      ["configuration", "source", "target", "longest", "corpus", "progress"],
      [
        ("\"hidden\":16", "\"hidden\":4096"), ("\"hidden\":16", "\"hidden\":15"),
        ("\"embedding\":8", "\"embedding\":9"), ("\"unit\":\"word\"", "\"unit\":\"line\""),
      ])
    try expectDamaged(["longest"], values: ["0", "1000000"], [])
  }
}
