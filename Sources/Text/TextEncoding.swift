import Foundation

/// How the bytes of a file stand for characters.
public enum TextEncoding: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case latin1
  case windows1252 = "windows-1252"
  case utf16 = "utf-16"

  /// The text of bytes, a byte order mark left out; nil where they are none in this encoding.
  func text(of bytes: [UInt8]) -> String? {
    switch self {
    case .utf8:
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      return String(decoding: bytes.starts(with: mark) ? bytes[3...] : bytes[...], as: UTF8.self)
    // Each byte is the scalar of its number.
    case .latin1: return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    case .windows1252: return String(bytes: bytes, encoding: .windowsCP1252)
    case .utf16: return String(bytes: bytes, encoding: .utf16)
    }
  }
}
