import Foundation
import Text
import XCTest

final class ParallelTextTests: FolderTestCase {
  private func read(_ contents: String...) throws -> [String] {
    let files = try zip(["a.txt", "b.txt", "c.txt"], contents).map { try file($0, $1) }
    return try SentencePair.read(files).map { "\($0.source)|\($0.target)|\($0.line)" }
  }

  func testTwoFilesOrTwoColumnsGiveTheSamePairs() throws {
    let expected = ["a dog|ein hund|1", "|leer|2", "two|zwei|3"]
    XCTAssertEqual(try read("a dog\n\ntwo\n", "ein hund\nleer\nzwei"), expected)
    XCTAssertEqual(try read("a dog\r\n\r\ntwo\r\n", "ein hund\rleer\rzwei\r"), expected)
    XCTAssertEqual(try read("a dog\tein hund\n\tleer\ntwo\tzwei\n"), expected)
    XCTAssertEqual(
      try read("a dog\tein hund\tCC BY\n\n\tleer\tCC BY\ntwo\tzwei\tCC BY\n"),
      ["a dog|ein hund|1", "|leer|3", "two|zwei|4"])
  }

  func testWhatIsWrongIsNamed() throws {
    func said(_ contents: String...) -> String {
      message {
        let files = try zip(["a.txt", "b.txt", "c.txt"], contents).map { try file($0, $1) }
        _ = try SentencePair.read(files)
      }
    }
    XCTAssertEqual(
      said("a\nb\n", "c\nd\ne\n"),
      "a.txt has 2 lines and b.txt has 3. Line n of one must be the translation of line n of the other"
    )
    XCTAssertEqual(said("a\n", "\n\n"), "b.txt has no sentences. Give one in each line")
    XCTAssertEqual(said(""), "a.txt has no sentences. Give one in each line")
    XCTAssertEqual(
      said("a\tb\nc\n"),
      "a.txt, line 2: there is no tab. Write a sentence, a tab and its translation, or name a second file"
    )
    XCTAssertEqual(
      said("a\tb\nc\td\te\n"),
      "a.txt, line 2: there are 3 columns, and line 1 has 2. Leave tabs out of sentences")
    XCTAssertTrue(said("a\n", "b\n", "c\n").hasPrefix("got 3 files. Name two"))
    let bad = try? file("d.txt", [0x61, 0x0A, 0x62, 0x0A, 0xFC, 0x62, 0x0A])
    XCTAssertTrue(
      message { _ = try SentencePair.read([bad ?? ""]) }
        .hasPrefix("d.txt is not UTF-8: byte 4, on line 3, is 0xFC. Read it with --encoding latin1")
    )
  }
}
