/// Why bytes are no UTF-8 text, and the command that makes one of them.
struct EncodingAdvice {
  /// What follows the file's name: `is not UTF-8: byte 10,482 is 0xE9. Convert it`.
  let problem: String
  /// What writes a good text to standard output, or with `file` its encoding.
  let command: String
  /// What the text is in as it seems, if it can be read so.
  var encoding: TextEncoding?

  /// - Parameter output: the file that the good text goes to.
  func command(on file: String, to output: String) -> String {
    let isFilter = command.hasPrefix("tr ")
    let call = "\(command) \(isFilter ? "< " : "")\(shellWord(file))"
    return command.hasPrefix("file ") ? call : "\(call) > \(shellWord(output))"
  }

  /// Nil for well-formed UTF-8 without zero bytes.
  init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x1F, 0x8B]) {
      self.init("is compressed. Unpack it", "gzip -dc")
    } else if let encoding = Self.wideEncoding(of: bytes) {
      self.init("is \(encoding.uppercased()), not UTF-8. Convert it", Self.iconv(encoding))
      self.encoding = TextEncoding(rawValue: encoding)
    } else if let offset = firstInvalidUTF8(in: bytes) {
      self.init(bytes, invalidAt: offset)
    } else if let offset = bytes.firstIndex(of: 0) {
      self.init(
        "is no text: byte \(grouped(offset)) is zero. Leave such bytes out", "tr -d '\\000'")
    } else {
      return nil
    }
  }

  private init(_ problem: String, _ command: String) {
    (self.problem, self.command) = (problem, command)
  }

  private static func iconv(_ encoding: String) -> String { "iconv -f \(encoding) -t utf-8" }

  private init(_ bytes: [UInt8], invalidAt offset: Int) {
    let digits = String(bytes[offset], radix: 16, uppercase: true)
    let end: UInt8 = bytes.contains(0x0A) ? 0x0A : 0x0D
    let line = bytes[..<offset].count { $0 == end } + 1
    let place =
      "byte \(grouped(offset))\(line > 1 ? ", on line \(grouped(line))," : "") is "
      + "0x\(bytes[offset] < 16 ? "0" : "")\(digits)"
    let (characters, strays) = Self.count(bytes)
    let rest = bytes.count - offset
    // A lower-case letter of Latin-1 may be the last byte, too.
    let isLetter = rest == 1 && bytes[offset] >= 0xE0 && characters == 0
    if strays == rest, beginsCharacter(bytes[offset...]), !isLetter {
      self.init(
        "ends in the middle of a character: \(place). Fetch the whole of it, or leave the rest out",
        "head -c \(offset)")
    } else if characters > strays {
      self.init(
        "is not UTF-8 throughout: \(place). Leave such bytes out", "iconv -c -f utf-8 -t utf-8")
    } else if bytes.contains(where: { [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains($0) }) {
      // Neither Latin-1 nor Windows-1252 has these.
      self.init("is not UTF-8: \(place). Find out what it is", "file -i")
    } else {
      let encoding = bytes.contains { 0x80...0x9F ~= $0 } ? "windows-1252" : "latin1"
      self.init("is not UTF-8: \(place). Convert it", Self.iconv(encoding))
      self.encoding = TextEncoding(rawValue: encoding)
    }
  }

  /// How many characters of several bytes there are, and how many bytes that belong to none.
  private static func count(_ bytes: [UInt8]) -> (characters: Int, strays: Int) {
    var (offset, characters, strays) = (0, 0, 0)
    while offset < bytes.count {
      let length = sequenceLength(bytes, at: offset)
      if length == nil { strays += 1 } else if length != 1 { characters += 1 }
      offset += length ?? 1
    }
    return (characters, strays)
  }

  /// The encoding in which a character has two bytes or four, told by its mark, or by where the zeros
  /// stand of which half and more of a text in a European language consist.
  private static func wideEncoding(of bytes: [UInt8]) -> String? {
    for (mark, encoding): ([UInt8], String) in [
      ([0xFF, 0xFE, 0, 0], "utf-32"), ([0, 0, 0xFE, 0xFF], "utf-32"), ([0xFF, 0xFE], "utf-16"),
      ([0xFE, 0xFF], "utf-16"),
    ] where bytes.starts(with: mark) { return encoding }
    guard bytes.contains(0) else { return nil }
    var zeros = [0, 0, 0, 0]
    for (offset, byte) in bytes.enumerated() where byte == 0 { zeros[offset % 4] += 1 }
    let quarter = bytes.count / 4
    func isFull(_ places: Int...) -> Bool { places.allSatisfy { 2 * zeros[$0] > quarter } }
    if quarter == 0 || zeros.reduce(0, +) * 4 < bytes.count { return nil }
    if isFull(1, 2, 3) { return "utf-32le" }
    if isFull(0, 1, 2) { return "utf-32be" }
    if isFull(1, 3), zeros[0] + zeros[2] == 0 { return "utf-16le" }
    return isFull(0, 2) && zeros[1] + zeros[3] == 0 ? "utf-16be" : nil
  }
}

/// Whether bytes are a character's first ones, and the others are missing.
private func beginsCharacter(_ bytes: ArraySlice<UInt8>) -> Bool {
  // The second byte's range depends on the first; one of these is in it.
  [0x80, 0x90, 0xA0].contains { (second: UInt8) in
    let whole = Array(bytes) + (bytes.count > 1 ? [0x80, 0x80] : [second, 0x80, 0x80])
    return sequenceLength(whole, at: 0).map { $0 > bytes.count } ?? false
  }
}
