import Foundation

/// A text to learn from, read from one file or joined from several.
public struct Corpus: Equatable, Sendable {
  /// All of it.
  public let text: String

  /// A text that is in memory already.
  public init(_ text: String) {
    self.text = text
  }

  /// Reads UTF-8 files and joins them in the order given. A file that does not end its last line
  /// gets a line end before the next file begins; a byte order mark is left out.
  ///
  /// - Throws: `TextError` for a file that is missing, a directory, unreadable or not UTF-8, and
  ///   for files that are all empty.
  public init(files: [String]) throws {
    var text = ""
    for file in files {
      if let last = text.last, !last.isNewline { text += "\n" }
      text += try Self.read(file)
    }
    if text.isEmpty {
      throw TextError(
        files.count == 1
          ? "\(files[0]) is empty. Give a text of at least a few thousand characters."
          : "\(files.isEmpty ? "no files were given" : "these files are all empty")."
            + " Give a text of at least a few thousand characters.")
    }
    self.text = text
  }

  /// A number that two different texts almost never share; see ``Fingerprint``.
  public var fingerprint: UInt64 { Fingerprint(text).value }

  // MARK: Files

  static func read(_ file: String) throws -> String {
    let bytes = try readBytes(file)
    if let offset = firstInvalidUTF8(in: bytes) {
      throw TextError(notUTF8(file, offset: offset, byte: bytes[offset]))
    }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return String(decoding: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self)
  }

  private static func readBytes(_ file: String) throws -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: file, isDirectory: &isDirectory) else {
      throw TextError("there is no file \(file). Check its name and the working directory.")
    }
    if isDirectory.boolValue {
      throw TextError("\(file) is a directory. Name the files in it: \(pattern(in: file))")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    } catch {
      throw TextError("\(file) cannot be read. Allow it: chmod +r \(file)")
    }
  }

  private static func pattern(in directory: String) -> String {
    directory + (directory.hasSuffix("/") ? "*.txt" : "/*.txt")
  }

  private static func notUTF8(_ file: String, offset: Int, byte: UInt8) -> String {
    let value = String(byte, radix: 16, uppercase: true)
    return "\(file) is not UTF-8: byte \(grouped(offset)) is 0x\(byte < 16 ? "0" : "")\(value). "
      + "Convert it: iconv -f latin1 -t utf-8 \(file)"
  }
}

/// A whole number with a comma between each three digits: 10,482.
public func grouped(_ number: Int) -> String {
  var digits = String(number.magnitude)
  var groups: [Substring] = []
  while digits.count > 3 {
    groups.insert(digits.suffix(3), at: 0)
    digits.removeLast(3)
  }
  groups.insert(Substring(digits), at: 0)
  return (number < 0 ? "-" : "") + groups.joined(separator: ",")
}
