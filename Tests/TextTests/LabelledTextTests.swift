import Foundation
import Text
import XCTest

final class LabelledTextTests: FolderTestCase {
  /// `label|text|line` of each row.
  private func read(
    _ path: String, encoding: TextEncoding? = nil, label: String? = nil, text: String? = nil
  ) throws -> [String] {
    try LabelledText.read([path], encoding: encoding, columns: .init(label: label, text: text))
      .map { "\($0.label)|\($0.text)|\($0.line ?? 0)" }
  }

  private func message(
    _ path: String, encoding: TextEncoding? = nil, label: String? = nil, text: String? = nil
  ) -> String {
    do {
      return "read: \(try read(path, encoding: encoding, label: label, text: text))"
    } catch { return "\(error)".replacing(path, with: "FILE") }
  }

  // MARK: Formats

  func testEachFormatGivesTheSameTexts() throws {
    let expected = ["good|I like it , really|", "bad|"]
    let files = [
      "a.txt": "good I like it , really\nbad\n", "b.txt": "good\tI like it , really\nbad\t\n",
      "c.csv": "label,text\ngood,\"I like it , really\"\nbad,\n",
      "d.csv": "text;label\nI like it , really;good\n;bad\n",
      "e.tsv": "sentence\tlabel\nI like it , really\tgood\n\tbad\n",
      "f.txt": "__label__good I like it , really\n__label__bad\n",
      "g.csv": "Text,id,Label\r\n\"I like it , really\",1,good\r\n,2,bad\r\n",
      "h.txt": "\u{FEFF}good I like it , really\r\n\r\nbad\r\n",
      "i.txt": "good I like it , really\rbad",
      "k.txt": "I like it , really __label__good\n__label__bad\n",
      "l.csv": "sep=;\ntext;label\nI like it , really;good\ntext;label\n;bad\n",
      "m.csv": "label, text\ngood, \"I like it , really\"\nbad, \"\"\n",
      "j.txt": "sentiment,review\ngood,\"I like it , really\"\nbad,\n",
    ]
    for (name, content) in files {
      let rows = try read(file(name, content))
      for (row, start) in zip(rows, expected) {
        XCTAssertTrue(row.hasPrefix(start), "\(name): \(row)")
      }
      XCTAssertEqual(rows.count, 2, name)
    }
  }

  func testQuotedFieldsMayHoldAnything() throws {
    let path = try file(
      "a.csv", "label,text\n1,\"two\nlines, and \"\"these\"\"\"\r\n\n0,\"a\r\nb\"\n1,5\" wide\n")
    XCTAssertEqual(
      try read(path), ["1|two\nlines, and \"these\"|2", "0|a\r\nb|5", "1|5\" wide|7"])
  }

  func testAFolderForEachLabel() throws {
    for (name, text) in [
      ("set/pos/2.txt", "good\nfilm"), ("set/pos/10.txt", "fine"), ("set/neg/1.txt", "bad"),
      ("set/.DS_Store", "x"), ("set/pos/.hidden", "x"), ("set/readme.txt", "x"),
    ] { _ = try file(name, text) }
    XCTAssertEqual(try read(folder + "/set"), ["neg|bad|0", "pos|fine|0", "pos|good\nfilm|0"])
    let texts = try LabelledText.read([folder + "/set"])
    XCTAssertEqual(texts[0].place, folder + "/set/neg/1.txt")
  }

  func testColumnsByNameAndByNumber() throws {
    let named = try file("spam.csv", "v1,v2,,\nham,hello,,\nspam,\"win, now\",,\n")
    XCTAssertEqual(try read(named, label: "v1", text: "v2"), ["ham|hello|2", "spam|win, now|3"])
    let plain = try file("news.csv", "\"3\",\"Title\",\"Wall St.\"\n\"1\",\"Other\",\"Seas\"\n")
    XCTAssertEqual(try read(plain, label: "1", text: "3"), ["3|Wall St.|1", "1|Seas|2"])
    let last = try file("last.txt", "a fine film\tpos\nno\tneg\n")
    XCTAssertEqual(try read(last, label: "2", text: "1"), ["pos|a fine film|1", "neg|no|2"])
  }

  func testOtherEncodings() throws {
    let path = try file("a.txt", Array("0 caf".utf8) + [0xE9, 0x0A])
    XCTAssertEqual(try read(path, encoding: .latin1), ["0|café|1"])
    let quoted = try file("b.txt", [0x31, 0x20, 0x93, 0x61, 0x94, 0x0A])
    XCTAssertEqual(try read(quoted, encoding: .windows1252), ["1|“a”|1"])
    let wide = try file(
      "c.txt", [0xFF, 0xFE] + "1 é\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    XCTAssertEqual(try read(wide, encoding: .utf16), ["1|é|1"])
    XCTAssertTrue(message(wide).contains("Read it with --encoding utf-16"), message(wide))
  }

  // MARK: What is wrong

  func testEachMistakeNamesFileLineAndCure() throws {
    let cases: [(name: String, content: String, words: String)] = [
      ("a.txt", "1\tgood\nbad film\n", "FILE, line 2: there is no tab. Write the label, a tab and"),
      ("b.txt", "1\tgood\n\tbad\n", "FILE, line 2: there is no label. Give it one"),
      (
        "c.csv", "label,text\n1,a\n\n0,b,c\n",
        "FILE, line 4: there are 3 columns, and the header has 2. Put"
      ),
      (
        "d.csv", "label,text\n1,\"a\n0,b\n",
        "FILE, line 2: a quotation begins that does not end. Close"
      ),
      (
        "e.csv", "label,text\n1,\"a\"b\n",
        "FILE, line 2: something stands between a quotation's end"
      ),
      (
        "f.csv", "x,y,z\n1,2,3\n",
        "which column is the label and which the text; its header is: x, y, z. Say"
      ),
      (
        "g.txt", "__label__a x\nno label\n",
        "FILE, line 2: there is no label, and each text has one. Begin"
      ),
      (
        "h.txt", "__label__a x\n\n__label__a __label__b y",
        "FILE, line 3: there are 2 labels, and each"
      ),
      ("i.jsonl", "{\"text\": \"a\"}\n", "FILE is JSON. Make a table of it: jq -r '[.label"),
      ("j.json", "[{\"text\": \"a\"}]\n", "FILE is JSON. Make a table of it: jq -r '.[] | [.label"),
      ("k.txt", " \n\n", "FILE has no texts. Give labels"),
      ("l.txt", "", "FILE has no texts. Give labels"),
      ("m.csv", "label,text\n", "FILE has no texts. Give labels"),
    ]
    for (name, content, words) in cases {
      let said = message(try file(name, content))
      XCTAssertTrue(said.contains(words), "\(name): \(said)")
      XCTAssertFalse(said.contains("\n"), said)
    }
  }

  func testColumnsThatAreNotThere() throws {
    let path = try file("a.csv", "label,text\n1,a\n")
    XCTAssertTrue(
      message(path, label: "mood").contains(
        "has no column mood; its header is: label, text. Name one"),
      message(path, label: "mood"))
    XCTAssertTrue(
      message(path, label: "3", text: "1").contains(
        "line 1: there is no column 3. Give --label-column"),
      message(path, label: "3", text: "1"))
    let spaced = try file("b.txt", "1 a\n")
    XCTAssertTrue(
      message(spaced, label: "1", text: "2").contains("is no table: its first line has no tab"))
  }

  func testFoldersThatAreNoneOfLabels() throws {
    _ = try file("plain/1.txt", "x")
    XCTAssertTrue(
      message(folder + "/plain").contains("has no folder in it. Give a folder that has one for"))
    _ = try file("deep/pos/part/1.txt", "x")
    XCTAssertTrue(message(folder + "/deep").contains("pos/part is a folder in a label's folder"))
    try FileManager.default.createDirectory(
      atPath: folder + "/empty/pos", withIntermediateDirectories: true)
    XCTAssertTrue(message(folder + "/empty").contains("has no texts"))
  }

  func testABadByteIsNamedWithItsLine() throws {
    let path = try file("a.txt", Array("0 one\r\n1 caf".utf8) + [0xE9, 0x0A])
    XCTAssertEqual(
      message(path),
      "FILE is not UTF-8: byte 12, on line 2, is 0xE9. Read it with --encoding latin1, or convert it: "
        + "iconv -f latin1 -t utf-8 FILE > \(folder)/a-utf8.txt")
    let zipped = try file("b.csv.gz", [0x1F, 0x8B, 8, 0, 0])
    XCTAssertTrue(
      message(zipped).contains("is compressed. Unpack it: gzip -dc FILE >"), message(zipped))
    XCTAssertTrue(message(folder + "/none").contains("there is no file"))
  }
}
