/// A number that two different texts almost never share: their bytes hashed by FNV-1a, text after text.
///
/// It recognises a text that was edited. It does not protect against forgery.
///
/// - Note: Fowler, Noll and Vo (1991); 64-bit offset basis and prime.
public struct Fingerprint: Sendable {
  /// The hash so far.
  public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Hashes texts, one after the other; where one ends and the next begins makes no difference.
  public init(_ texts: String...) {
    for text in texts { add(text) }
  }

  /// Hashes another text after those before it.
  public mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// In hexadecimal digits.
  public var digits: String { String(value, radix: 16) }
}
