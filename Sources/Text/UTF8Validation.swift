/// Finds the first byte that does not belong to well-formed UTF-8.
///
/// - Returns: the offset of that byte, counted from 0; nil where all of the bytes are well-formed.
///   In a sequence that is cut short or goes wrong, it is the byte that begins the sequence.
/// - Note: the Unicode Standard 15.0, table 3-7, "Well-Formed UTF-8 Byte Sequences".
public func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
  var offset = 0
  while offset < bytes.count {
    guard let length = sequenceLength(bytes, at: offset) else { return offset }
    offset += length
  }
  return nil
}

/// The number of bytes of the well-formed sequence that begins at an offset, or nil.
func sequenceLength(_ bytes: [UInt8], at offset: Int) -> Int? {
  let first = bytes[offset]
  if first < 0x80 { return 1 }
  // The second byte's range excludes overlong forms, surrogates and what lies past U+10FFFF.
  let length: Int
  let second: ClosedRange<UInt8>
  switch first {
  case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return nil
  }
  guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
  for index in (offset + 2)..<max(offset + 2, offset + length) where bytes[index] & 0xC0 != 0x80 {
    return nil
  }
  return length
}
