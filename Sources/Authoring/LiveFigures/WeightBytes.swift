import Foundation

/// The bytes of a file of weights, for a live figure: numbers one after the other, little-endian, and
/// lists of numbers in 16 bits, as whole numbers from −32,767 to 32,767 of a step.
struct WeightBytes {
  private(set) var data = Data()

  /// The step in which the largest of some numbers is 32,767.
  static func step(of numbers: [Double]) -> Float {
    Float((numbers.map { abs($0) }.max() ?? 0) / 32_767)
  }

  mutating func put(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }

  mutating func put(_ number: Float) { put(number.bitPattern) }

  mutating func put(_ numbers: [Double], inStepsOf step: Float) {
    for number in numbers {
      put(Int16(max(-32_767, min(32_767, (number / Double(step)).rounded()))))
    }
  }
}

/// Reads what `WeightBytes` has written; nil where the file ends too soon.
struct WeightReader {
  private var rest: Data.SubSequence

  init(_ data: Data) { rest = data[...] }

  mutating func take<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
    guard rest.count >= MemoryLayout<Number>.size else { return nil }
    defer { rest = rest.dropFirst(MemoryLayout<Number>.size) }
    return rest.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
  }

  mutating func takeFloat() -> Float? { take(UInt32.self).map { Float(bitPattern: $0) } }

  mutating func take(_ count: Int, inStepsOf step: Float) -> [Double]? {
    let steps = (0..<count).compactMap { _ in take(Int16.self) }
    return steps.count < count ? nil : steps.map { Double($0) * Double(step) }
  }
}
