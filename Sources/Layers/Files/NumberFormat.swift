/// The formats of numbers in a file that are read, all of them as single precision.
///
/// F16 and BF16 are exact in it. F64 is rounded to the nearest, of two that are as near to the even one;
/// what is too large becomes infinite, which a model then refuses.
enum NumberFormat: String {
  case single = "F32"
  case half = "F16"
  case brain = "BF16"
  case double = "F64"

  var size: Int {
    switch self {
    case .single: 4
    case .half, .brain: 2
    case .double: 8
    }
  }

  /// - Precondition: there are whole numbers of this format, little-endian.
  func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
    bytes.withUnsafeBytes { bytes in
      let count = bytes.count / size
      switch self {
      case .single: return (0..<count).map { Float(bitPattern: bytes.number(at: $0)) }
      case .half: return (0..<count).map { Self.half(bytes.number(at: $0)) }
      case .brain:
        return (0..<count).map {
          Float(bitPattern: UInt32(bytes.number(at: $0, as: UInt16.self)) << 16)
        }
      case .double: return (0..<count).map { Float(Double(bitPattern: bytes.number(at: $0))) }
      }
    }
  }

  /// Not every system that this compiles for has `Float16`.
  private static func half(_ bits: UInt16) -> Float {
    let sign = UInt32(bits >> 15) << 31
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      // Zero, or a subnormal: so many times 2⁻²⁴.
      let magnitude = Float(fraction) * 0x1p-24
      return Float(bitPattern: magnitude.bitPattern | sign)
    case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func number<Number: FixedWidthInteger>(
    at index: Int, as type: Number.Type = Number.self
  ) -> Number {
    Number(
      littleEndian: loadUnaligned(
        fromByteOffset: index * MemoryLayout<Number>.size, as: Number.self))
  }
}
