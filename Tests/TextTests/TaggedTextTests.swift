import Foundation
import Text
import XCTest

final class TaggedTextTests: FolderTestCase {
  /// `token/tag token/tag` of each sentence.
  private func read(_ content: String, _ name: String = "a.conll") throws -> [String] {
    try TaggedText(files: [file(name, content)]).sentences.map { sentence in
      zip(sentence.tokens, sentence.tags).map { "\($0)/\($1)" }.joined(separator: " ")
    }
  }

  private func message(_ content: String) -> String {
    message { _ = try read(content) }
  }

  // MARK: Formats

  func testEachFormatGivesTheSameSentences() throws {
    let expected = ["Jordan/B-person said/O", "in/O New/B-place York/I-place"]
    for content in [
      "Jordan\tB-person\nsaid\tO\n\nin\tO\nNew\tB-place\nYork\tI-place\n",
      "Jordan B-person\nsaid O\n\nin O\nNew B-place\nYork I-place",
      "\n\nJordan  B-person\nsaid\t O\n\t\n  \nin\tO\nNew\tB-place\nYork\tI-place\n\n\n",
      "\u{FEFF}Jordan\tB-person\r\nsaid\tO\r\n\r\nin\tO\r\nNew\tB-place\r\nYork\tI-place\r\n",
      "-DOCSTART- -X- -X- O\n\nJordan NNP B-NP B-person\nsaid VBD B-VP O\n\n"
        + "in IN B-PP O\nNew NNP B-NP B-place\nYork NNP I-NP I-place\n",
    ] {
      XCTAssertEqual(
        try read(content).map { $0.replacing(" O", with: "O") },
        expected.map { $0.replacing(" O", with: "O") }, content)
    }
  }

  func testASentenceKnowsWhereItBegins() throws {
    let path = try file("a.conll", "\na\tO\n\t\nb\tB-x\nc\tI-x\n")
    let sentences = try TaggedText(files: [path]).sentences
    XCTAssertEqual(sentences.map(\.line), [2, 4])
    XCTAssertEqual(sentences[1].place, path + ", line 4")
  }

  func testWithoutTagsNothingButTokensIsRead() throws {
    let path = try file("a.conll", "a\nb\tnonsense\nc d e\n\nf\n")
    let sentences = try TaggedText(files: [path], hasTags: false).sentences
    XCTAssertEqual(sentences.map(\.tokens), [["a", "b", "c"], ["f"]])
    XCTAssertEqual(sentences.map(\.tags), [[], []])
  }

  // MARK: Tags that go on with nothing

  func testSentencesInLinesAreNotTakenForTokens() throws {
    let path = try file("plain.txt", "Anna lives in New York.\nBob works at Google, in Paris.\n")
    XCTAssertEqual(
      message { _ = try TaggedText(files: [path], hasTags: false) },
      "plain.txt, line 2: there are 6 columns, and line 1 has 5. If each line is a sentence, say so: --lines"
    )
  }

  func testWhatGoesOnWithNothingBegins() throws {
    let path = try file(
      "a.conll", "a I-x\nb I-x\nc B-x\nd I-y\ne O\nf I-y\n\ng I-y\nh O\n")
    let text = try TaggedText(files: [path])
    XCTAssertEqual(
      text.sentences.map(\.tags), [["B-x", "I-x", "B-x", "B-y", "O", "B-y"], ["B-y", "O"]])
    XCTAssertEqual(text.repairs, 4)
    XCTAssertEqual(text.firstRepair, path + ", line 1")
  }

  func testASentenceIsCutAndAnEntityInItBeginsAnew() throws {
    let path = try file("a.conll", "a O\nb B-x\nc I-x\nd I-x\ne O\n")
    let parts = try TaggedText(files: [path]).sentences[0].parts(of: 2)
    XCTAssertEqual(parts.map(\.tokens), [["a", "b"], ["c", "d"], ["e"]])
    XCTAssertEqual(parts.map(\.tags), [["O", "B-x"], ["B-x", "I-x"], ["O"]])
    XCTAssertEqual(parts.map(\.line), [1, 3, 5])
  }

  // MARK: Mistakes

  func testTheFirstWrongLineIsNamed() throws {
    for (content, said) in [
      (
        "a\tO\nParis\n",
        "a.conll, line 2: the token Paris has no tag. Write one after a tab: O, B-CLASS or I-CLASS"
      ), ("a\tO\nParis\t\n", "a.conll, line 2: the token Paris has no tag"),
      ("a\tO\n\tO\n", "a.conll, line 2: there is a tag, but no token before it"),
      ("a\tO\nb\tPER\n", "line 2: the tag PER is not O, B-CLASS or I-CLASS. Correct it"),
      ("a\tO\nb\tB-\n", "line 2: the tag B- is not"), ("a\to\n", "line 1: the tag o is not"),
      (
        "a x O\nb O\n",
        "a.conll, line 2: there are 2 columns, and line 1 has 3. Give each line as many"
      ),
      (
        "a\tS-x\n",
        "line 1: the tag S-x is not O, B-CLASS or I-CLASS. Make BIO of it: sed -E 's/[SU]"
      ), ("", "a.conll has no sentences. Give a token and its tag in each line"),
      ("\n \t\n\n", "a.conll has no sentences"), ("-DOCSTART- O\n\n", "a.conll has no sentences"),
    ] {
      let message = message(content)
      XCTAssertTrue(message.contains(said), "\(content): \(message)")
      XCTAssertFalse(message.contains("\n"), message)
    }
  }

  func testALineThatIsNotUTF8IsNamedWithItsByte() throws {
    let path = try file("a.conll", Array("a\tO\ncaf".utf8) + [0xE9] + Array("\tO\n".utf8))
    let said = message { _ = try TaggedText(files: [path]) }
    XCTAssertEqual(
      said.prefix(60), "a.conll is not UTF-8: byte 7, on line 2, is 0xE9. Read it wi")
    XCTAssertEqual(
      try TaggedText(files: [path], encoding: .latin1).sentences[0].tokens, ["a", "café"])
  }

  /// The command of the message, run by a shell.
  func testTheCommandForOtherSchemesMakesBIO() throws {
    let content = "S-a\tS-x\nb\tB-x\nc\tI-x\nd\tE-x\ne\tU-y\nf\tB-y\ng\tL-y\nE-\tO\n"
    let path = try file("a b.conll", content)
    let said = message { _ = try TaggedText(files: [path]) }
    let command = try XCTUnwrap(said.range(of: "sed ").map { said[$0.lowerBound...] })
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.currentDirectoryURL = URL(fileURLWithPath: path).deletingLastPathComponent()
    process.arguments = ["-c", String(command)]
    try process.run()
    process.waitUntilExit()
    let made = process.currentDirectoryURL!.appendingPathComponent("bio.conll").path
    XCTAssertEqual(
      try TaggedText(files: [made]).sentences[0].tags,
      ["B-x", "B-x", "I-x", "I-x", "B-y", "B-y", "I-y", "O"])
  }

  // MARK: Entities

  func testSpansAreThoseOfConlleval() {
    func spans(_ tags: String) -> [String] {
      EntitySpan.spans(of: tags.split(separator: " ").map(String.init)).map {
        "\($0.label) \($0.range.lowerBound)..<\($0.range.upperBound)"
      }
    }
    XCTAssertEqual(spans("O O"), [])
    XCTAssertEqual(spans("B-x"), ["x 0..<1"])
    XCTAssertEqual(spans("B-x I-x B-x O B-y"), ["x 0..<2", "x 2..<3", "y 4..<5"])
    XCTAssertEqual(spans("I-x I-x O I-y"), ["x 0..<2", "y 3..<4"])
    XCTAssertEqual(spans("B-x I-y I-y"), ["x 0..<1", "y 1..<3"])
  }
}
