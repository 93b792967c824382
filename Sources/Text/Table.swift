/// Lines of a file whose fields are parted by one character, as CSV has them.
///
/// A field in quotation marks may hold the separator, line breaks, and quotation marks, each written
/// twice. Lines end as in any system; blank ones are passed over.
///
/// - Note: RFC 4180, "Common Format and MIME Type for CSV Files"; it is also read with other separators.
public struct Table: Equatable, Sendable {
  /// A line: its fields, and where it begins.
  public struct Row: Equatable, Sendable {
    /// Counted from 1.
    public let line: Int
    public let fields: [String]
  }

  /// The lines that are not blank, in their order.
  public let rows: [Row]

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: all of a file.
  ///   - separator: what parts fields, an ASCII character.
  ///   - quotes: whether quotation marks are the format's and not the text's.
  ///   - file: for messages.
  /// - Throws: `TextError` that names the line where a quotation begins that does not end, or after which
  ///   something stands that is no separator.
  public init(
    _ text: String, separator: Character, quotes: Bool = true, file: String
  ) throws(TextError) {
    var reader = TableReader(
      bytes: Array(text.utf8), separator: separator.asciiValue ?? 0x2C, quotes: quotes, file: file)
    var rows: [Row] = []
    while let row = try reader.next() { rows.append(row) }
    self.rows = rows
  }

  /// The likeliest separator of a header: what occurs most often in it.
  public static func separator(of header: some StringProtocol) -> Character {
    let counts = [",", ";", "\t"].map { mark in (mark, header.count { String($0) == mark }) }
    return Character(counts.max { $0.1 < $1.1 }.map { $0.1 > 0 ? $0.0 : "," } ?? ",")
  }
}

private struct TableReader {
  let bytes: [UInt8]
  let separator: UInt8
  let quotes: Bool
  let file: String
  private var offset = 0
  private var line = 1

  private static let (quote, newline, carriageReturn) = (
    UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r")
  )

  init(bytes: [UInt8], separator: UInt8, quotes: Bool, file: String) {
    (self.bytes, self.separator, self.quotes, self.file) = (bytes, separator, quotes, file)
  }

  private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func isEnd(_ byte: UInt8?) -> Bool {
    byte == nil || byte == Self.newline || byte == Self.carriageReturn
  }

  /// Passes over a line's end, if one stands here.
  private mutating func endLine() {
    if byte == Self.carriageReturn, offset + 1 < bytes.count, bytes[offset + 1] == Self.newline {
      offset += 1
    }
    if byte != nil {
      offset += 1
      line += 1
    }
  }

  mutating func next() throws(TextError) -> Table.Row? {
    while byte != nil && isEnd(byte) { endLine() }
    guard byte != nil else { return nil }
    let first = line
    var fields = [try field()]
    while byte == separator {
      offset += 1
      fields.append(try field())
    }
    endLine()
    return Table.Row(line: first, fields: fields)
  }

  private mutating func field() throws(TextError) -> String {
    let start = offset
    if quotes {
      // Some write a space before the quotation.
      while byte == UInt8(ascii: " ") { offset += 1 }
      if byte == Self.quote { return try quotation() }
      offset = start
    }
    while !isEnd(byte) && byte != separator { offset += 1 }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func quotation() throws(TextError) -> String {
    let first = line
    var content: [UInt8] = []
    var isClosed = false
    offset += 1
    while let byte {
      if byte == Self.quote {
        offset += 1
        isClosed = self.byte != Self.quote
        if isClosed { break }
      } else if isEnd(byte) {
        let start = offset
        endLine()
        content += bytes[start..<offset]
        continue
      }
      content.append(byte)
      offset += 1
    }
    if !isClosed {
      throw TextError(
        "\(file), line \(first): a quotation begins that does not end. Close it, and write quotation "
          + "marks in it twice: \"\"")
    }
    if !isEnd(byte) && byte != separator {
      throw TextError(
        "\(file), line \(line): something stands between a quotation's end and the next separator. "
          + "Write quotation marks in a quotation twice: \"\"")
    }
    return String(decoding: content, as: UTF8.self)
  }
}
