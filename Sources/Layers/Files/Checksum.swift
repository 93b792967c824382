/// A number in a file's metadata that all of the file's bytes decide, its own digits taken as zeros.
///
/// - Note: the function is FNV-1a (Fowler, Noll and Vo) in 64 bits. Every step of it is invertible,
///   so that a single changed byte is always found, and any other damage but for one in 2⁶⁴.
enum Checksum {
  static let key = "learnlstm.checksum"
  static let placeholder = String(repeating: "0", count: 16)

  /// Where the digits stand in a header.
  static func place(in header: ArraySlice<UInt8>) -> Range<Int>? {
    let before = Array("\"\(key)\":\"".utf8)
    let count = before.count + placeholder.utf8.count
    guard header.count >= count else { return nil }
    for start in header.startIndex...header.endIndex - count
    where header[start..<start + before.count].elementsEqual(before) {
      return start + before.count..<start + count
    }
    return nil
  }

  /// The digits for a file whose own are zeros.
  static func text(_ parts: [[UInt8]]) -> [UInt8] {
    var hash = start
    for part in parts { add(part[...], to: &hash) }
    return Array(digits(hash).utf8)
  }

  /// Whether a file's checksum fits its content, or nil where it has none.
  static func isRight(_ bytes: [UInt8], header: ArraySlice<UInt8>) -> Bool? {
    guard let place = place(in: header) else { return nil }
    var hash = start
    add(bytes[..<place.lowerBound], to: &hash)
    add(Array(placeholder.utf8)[...], to: &hash)
    add(bytes[place.upperBound...], to: &hash)
    return bytes[place].elementsEqual(digits(hash).utf8)
  }

  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  private static func add(_ bytes: ArraySlice<UInt8>, to hash: inout UInt64) {
    bytes.withUnsafeBufferPointer { bytes in
      var word = hash
      for byte in bytes { word = (word ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = word
    }
  }

  private static func digits(_ hash: UInt64) -> String {
    let text = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
