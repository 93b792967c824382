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
      "\(path) is not UTF-8: byte 10,482 is 0xE9. Convert it: iconv -f latin1 -t utf-8 \(path) > "
        + "\(folder)/poems-utf8.txt")
  }

  func testTheAdviceFitsTheBytes() throws {
    func command(_ bytes: [UInt8]) throws -> String {
      let said = message(try file("it's a text.txt", bytes)) ?? ""
      return said.split(separator: ": ").last.map(String.init) ?? ""
    }
    let name = "'\(folder)/it'\\''s a text.txt'"
    let new = " > '\(folder)/it'\\''s a text-utf8.txt'"
    let word: [UInt8] = Array("a text of some letters, ".utf8)
    let wide: [UInt8] = word.flatMap { [$0, 0] as [UInt8] }
    let long: [UInt8] = word.flatMap { [$0, 0, 0, 0] as [UInt8] }
    let cases: [([UInt8], String)] = [
      (word + [0x92] + word, "iconv -f windows-1252 -t utf-8 \(name)\(new)"),
      (word + [0xE9], "iconv -f latin1 -t utf-8 \(name)\(new)"),
      (word + [0x81] + word, "file -i \(name)"),
      ([0xFF, 0xFE] + wide, "iconv -f utf-16 -t utf-8 \(name)\(new)"),
      ([0xFE, 0xFF, 0] + wide, "iconv -f utf-16 -t utf-8 \(name)\(new)"),
      (wide, "iconv -f utf-16le -t utf-8 \(name)\(new)"),
      ([0] + wide.dropLast(), "iconv -f utf-16be -t utf-8 \(name)\(new)"),
      (long, "iconv -f utf-32le -t utf-8 \(name)\(new)"),
      ([0, 0, 0] + long.dropLast(3), "iconv -f utf-32be -t utf-8 \(name)\(new)"),
      (word + [0] + word, "tr -d '\\000' < \(name)\(new)"),
      (word + [0xC3], "head -c 24 \(name)\(new)"),
      (word + [0xE2, 0x80], "head -c 24 \(name)\(new)"),
      (Array("é".utf8) + [0xE2], "head -c 2 \(name)\(new)"),
      (Array("éü".utf8) + [0xE9] + word, "iconv -c -f utf-8 -t utf-8 \(name)\(new)"),
    ]
    for (bytes, expected) in cases { XCTAssertEqual(try command(bytes), expected, "\(bytes)") }
  }

  /// What is advised is run, and what it makes can be read.
  func testTheCommandsRunAsPrinted() throws {
    let word: [UInt8] = Array("Naïve words; café. ".utf8)
    let texts: [[UInt8]] = [
      Array("a ".utf8) + [0x92, 0x62], Array("a ".utf8) + [0xE9, 0x62], [0xFF, 0xFE, 0x61, 0],
      Array("some words".utf8).flatMap { [$0, 0] }, word + [0xC3], word + word + [0xFF] + word,
      word + [0] + word,
    ]
    for (index, bytes) in texts.enumerated() {
      let path = try file("-my file \(index).txt", bytes)
      let said = try XCTUnwrap(message(path))
      let command = String(said.split(separator: ": ").last ?? "")
      let shell = Process()
      shell.executableURL = URL(fileURLWithPath: "/bin/sh")
      shell.arguments = ["-c", command]
      try shell.run()
      shell.waitUntilExit()
      XCTAssertEqual(shell.terminationStatus, 0, command)
      XCTAssertNil(message("\(folder)/-my file \(index)-utf8.txt"), command)
    }
  }

  func testPipesAreReadAndDevicesAreNot() throws {
    let pipe = folder + "/pipe"
    XCTAssertEqual(mkfifo(pipe, 0o600), 0)
    let writer = Process()
    writer.executableURL = URL(fileURLWithPath: "/bin/sh")
    writer.arguments = ["-c", "printf 'from a pipe' > \"$0\"", pipe]
    try writer.run()
    XCTAssertEqual(try Corpus(files: [pipe]).text, "from a pipe")
    writer.waitUntilExit()
    XCTAssertEqual(
      message("/dev/zero"), "/dev/zero is a device, not a text. Name a file or a pipe.")
  }

  func testAWordIsQuotedForAShellWhereItMustBe() {
    for (word, quoted) in [
      ("a/b-c_1.txt", "a/b-c_1.txt"), ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"),
      ("-n", "./-n"), ("~x", "'~x'"), ("$HOME", "'$HOME'"), ("Grüße", "Grüße"),
    ] { XCTAssertEqual(shellWord(word), quoted) }
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
