import Foundation
import Text
import XCTest

final class CorpusTests: XCTestCase {
  private var folder = ""

  override func setUpWithError() throws {
    folder = NSTemporaryDirectory() + "corpus-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  override func tearDown() {
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func message(_ files: String...) -> String? {
    do {
      _ = try Corpus(files: files)
      return nil
    } catch { return "\(error)" }
  }

  func testFilesAreJoinedInTheOrderGiven() throws {
    let a = try file("a", Array("one".utf8))
    let b = try file("b", [0xEF, 0xBB, 0xBF] + Array("two\n".utf8))
    XCTAssertEqual(try Corpus(files: [a, b, a]).text, "one\ntwo\none")
    XCTAssertEqual(try Corpus(files: [b, a]).text, "two\none")
  }

  func testAMissingFile() {
    XCTAssertEqual(
      message(folder + "/none"),
      "there is no file \(folder)/none. Check its name and the working directory.")
  }

  func testADirectory() {
    XCTAssertEqual(
      message(folder), "\(folder) is a directory. Name the files in it: \(folder)/*.txt")
  }

  func testAnEmptyFile() throws {
    let empty = try file("empty", [])
    XCTAssertEqual(
      message(empty), "\(empty) is empty. Give a text of at least a few thousand characters.")
    XCTAssertEqual(message(empty, empty)?.hasPrefix("these files are all empty."), true)
  }

  func testAnUnreadableFile() throws {
    try XCTSkipIf(getuid() == 0, "every file can be read by root")
    let path = try file("secret", [0x61])
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
    XCTAssertEqual(message(path), "\(path) cannot be read. Allow it: chmod +r \(path)")
  }

  func testAFileThatIsNotUTF8() throws {
    let path = try file("poems.txt", Array(repeating: 0x61, count: 10_482) + [0xE9, 0x61])
    XCTAssertEqual(
      message(path),
      "\(path) is not UTF-8: byte 10,482 is 0xE9. Convert it: iconv -f latin1 -t utf-8 \(path)")
  }

  func testTheFirstInvalidByteIsFound() {
    let cases: [([UInt8], Int?)] = [
      ([], nil), (Array("aé€𝄞".utf8), nil),
      ([0x80], 0), ([0x61, 0xC3], 1), ([0xC0, 0x80], 0),  // a stray, a cut and an overlong one
      ([0xE0, 0x80, 0x80], 0), ([0xED, 0xA0, 0x80], 0),  // overlong; a surrogate
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),  // past U+10FFFF
      ([0x61, 0xE2, 0x82, 0x41], 1), ([0xF0, 0x9D, 0x84], 0), ([0x62, 0xFF], 1),
    ]
    for (bytes, offset) in cases { XCTAssertEqual(firstInvalidUTF8(in: bytes), offset, "\(bytes)") }
  }

  /// Against the standard library, on every pair of bytes and on three bytes of every kind.
  func testValidationAgreesWithTheStandardLibrary() {
    func check(_ bytes: [UInt8]) {
      XCTAssertEqual(
        firstInvalidUTF8(in: bytes) == nil, String(validating: bytes, as: UTF8.self) != nil,
        "\(bytes)")
    }
    for first in 0...255 as ClosedRange<UInt8> {
      for second in 0...255 as ClosedRange<UInt8> { check([first, second]) }
    }
    let edges: [UInt8] = [
      0, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF,
      0xF0, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for a in edges {
      for b in edges { for c in edges { for d in edges { check([a, b, c, d]) } } }
    }
  }

  func testTheFingerprintTellsTextsApart() {
    // FNV-1a's published values for the empty text and for "a".
    XCTAssertEqual(Corpus("").fingerprint, 0xCBF2_9CE4_8422_2325)
    XCTAssertEqual(Corpus("a").fingerprint, 0xAF63_DC4C_8601_EC8C)
    XCTAssertNotEqual(Corpus("ab").fingerprint, Corpus("ba").fingerprint)
  }
}
