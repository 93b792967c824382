/// Numbers one after the other as they were given. What a model reads of them is made batch by batch.
protocol NumberStorage: Sendable {
  var count: Int { get }
  func number(_ index: Int) -> Float
  func integer(_ index: Int) -> Int
  func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>)
  func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Int32>)
  /// The first number from an index on that is infinite or NaN in single precision.
  func firstNotFinite(from start: Int) -> Int?
  /// The first integer that is none of these.
  func firstInteger(outside range: Range<Int>) -> Int?
  /// A number as it was given.
  func text(_ index: Int) -> String
}

/// A type of numbers as models read them.
protocol StoredNumber: Sendable, CustomStringConvertible {
  static var isAlwaysFinite: Bool { get }
  var inSinglePrecision: Float { get }
  var asInteger: Int { get }
}

/// An array of numbers, shared with whoever gave it. Every number of the examples passes through it,
/// so the usual types have code of their own.
struct StoredNumbers<Number: StoredNumber>: NumberStorage {
  private let values: ArraySlice<Number>
  private let scale: Float?

  init(_ values: ArraySlice<Number>, scale: Float? = nil) {
    self.values = values
    self.scale = scale
  }

  var count: Int { values.count }

  func number(_ index: Int) -> Float {
    let number = values[values.startIndex + index].inSinglePrecision
    return scale.map { $0 * number } ?? number
  }

  func integer(_ index: Int) -> Int { values[values.startIndex + index].asInteger }

  @_specialize(where Number == Int)
  @_specialize(where Number == Int32)
  @_specialize(where Number == UInt8)
  @_specialize(where Number == Float)
  @_specialize(where Number == Double)
  func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    values.withUnsafeBufferPointer { values in
      for (place, index) in range.enumerated() { target[place] = values[index].inSinglePrecision }
    }
    guard let scale else { return }
    for place in 0..<range.count { target[place] *= scale }
  }

  @_specialize(where Number == Int)
  @_specialize(where Number == Int32)
  @_specialize(where Number == UInt8)
  @_specialize(where Number == Float)
  @_specialize(where Number == Double)
  func copy(_ range: Range<Int>, to target: UnsafeMutablePointer<Int32>) {
    values.withUnsafeBufferPointer { values in
      for (place, index) in range.enumerated() {
        target[place] = Int32(truncatingIfNeeded: values[index].asInteger)
      }
    }
  }

  @_specialize(where Number == Int)
  @_specialize(where Number == Int32)
  @_specialize(where Number == UInt8)
  @_specialize(where Number == Float)
  @_specialize(where Number == Double)
  func firstNotFinite(from start: Int) -> Int? {
    if Number.isAlwaysFinite { return nil }
    return values.withUnsafeBufferPointer { values in
      for index in start..<max(start, values.count) {
        let number = values[index].inSinglePrecision
        if !(scale.map { $0 * number } ?? number).isFinite { return index }
      }
      return nil
    }
  }

  @_specialize(where Number == Int)
  @_specialize(where Number == Int32)
  @_specialize(where Number == UInt8)
  @_specialize(where Number == Float)
  @_specialize(where Number == Double)
  func firstInteger(outside range: Range<Int>) -> Int? {
    values.withUnsafeBufferPointer { values in
      for index in 0..<values.count where !range.contains(values[index].asInteger) { return index }
      return nil
    }
  }

  func text(_ index: Int) -> String {
    let value = values[values.startIndex + index]
    // The number was finite where it was given.
    let isRounded =
      value.inSinglePrecision.isInfinite && !value.description.hasSuffix("inf")
    return value.description + (isRounded ? ", infinite in single precision," : "")
  }
}

extension StoredNumber where Self: BinaryInteger {
  static var isAlwaysFinite: Bool { true }
  var inSinglePrecision: Float { Float(self) }
  var asInteger: Int { Int(truncatingIfNeeded: self) }
}

extension StoredNumber where Self: BinaryFloatingPoint {
  static var isAlwaysFinite: Bool { false }
  /// Models that read integers refuse other numbers before.
  var asInteger: Int { 0 }
}

extension Int: StoredNumber {}
extension Int64: StoredNumber {}
extension Int32: StoredNumber {}
extension Int16: StoredNumber {}
extension UInt8: StoredNumber {}
extension Float: StoredNumber {
  var inSinglePrecision: Float { self }
}
extension Double: StoredNumber {
  var inSinglePrecision: Float { Float(self) }
}
extension Bool: StoredNumber {
  static var isAlwaysFinite: Bool { true }
  var inSinglePrecision: Float { self ? 1 : 0 }
  var asInteger: Int { self ? 1 : 0 }
}
#if !(os(macOS) && arch(x86_64))
  extension Float16: StoredNumber {
    var inSinglePrecision: Float { Float(self) }
  }
#endif

/// The numbers of arrays in arrays, one after the other: of one of these types.
struct GatheredNumbers: Sendable {
  var numbers: [Float] = []
  var integers: [Int] = []
  var halfIntegers: [Int32] = []
  var bytes: [UInt8] = []
  /// How many there will be, so that memory is taken once.
  var total = 0

  mutating func add<Number>(
    _ values: [Number], to path: WritableKeyPath<GatheredNumbers, [Number]>
  ) {
    if self[keyPath: path].isEmpty { self[keyPath: path].reserveCapacity(total) }
    self[keyPath: path].append(contentsOf: values)
  }

  var storage: any NumberStorage {
    if !integers.isEmpty { return StoredNumbers(integers[...]) }
    if !halfIntegers.isEmpty { return StoredNumbers(halfIntegers[...]) }
    if !bytes.isEmpty { return StoredNumbers(bytes[...]) }
    return StoredNumbers(numbers[...])
  }
}
