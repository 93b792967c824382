/// A number, or arrays of numbers: what `fit`, `evaluate` and `predict` take.
///
/// Inputs are an array of examples, each of them an array of symbols (`Int`), of numbers, or of time
/// steps with several numbers each: `[[Int]]`, `[[Float]]` or `[[[Float]]]`. Examples may have any
/// length above 0. All time steps of one model have the same number of numbers. All are finite.
/// Messages count examples and time steps from 0.
///
/// The numbers may also be `Bool`, `UInt8`, `Int16`, `Int32`, `Int64`, `Float16` or `Double`. Slices work
/// like arrays. Nested arrays are copied once; ``Examples/init(flat:shape:scale:)-([Number],_,_)``
/// copies nothing.
public protocol NestedNumbers {
  /// How many levels of arrays stand around the numbers.
  static var nesting: Int { get }
  /// Whether the numbers are integers, and so symbols or classes.
  static var areIntegers: Bool { get }
  /// Adds all numbers of an array that stands this many levels deep. Only `Examples` calls it.
  static func collect(_ values: [Self], into examples: inout Examples, level: Int)
  /// How many numbers an array holds. Only `Examples` calls it.
  static func total(_ values: [Self]) -> Int
}

extension NestedNumbers {
  public static func total(_ values: [Self]) -> Int { values.count }
}

extension Array: NestedNumbers where Element: NestedNumbers {
  public static var nesting: Int { Element.nesting + 1 }
  public static var areIntegers: Bool { Element.areIntegers }
  public static func collect(_ values: [[Element]], into examples: inout Examples, level: Int) {
    for value in values {
      examples.note(count: value.count, level: level)
      Element.collect(value, into: &examples, level: level + 1)
    }
  }
  public static func total(_ values: [[Element]]) -> Int {
    values.reduce(0) { $0 + Element.total($1) }
  }
}

extension ArraySlice: NestedNumbers where Element: NestedNumbers {
  public static var nesting: Int { Element.nesting + 1 }
  public static var areIntegers: Bool { Element.areIntegers }
  public static func collect(
    _ values: [ArraySlice<Element>], into examples: inout Examples, level: Int
  ) {
    for value in values {
      examples.note(count: value.count, level: level)
      Element.collect(Array(value), into: &examples, level: level + 1)
    }
  }
  public static func total(_ values: [ArraySlice<Element>]) -> Int {
    values.reduce(0) { $0 + Element.total(Array($1)) }
  }
}

/// A number of a type that examples may have. Only `Examples` calls its requirement.
public protocol ExampleNumber: NestedNumbers {
  /// Makes numbers those of examples, without a copy.
  ///
  /// - Parameters:
  ///   - values: one after the other.
  ///   - scale: what each number is multiplied by; nil for 1.
  ///   - examples: those that get the numbers.
  static func store(_ values: ArraySlice<Self>, scale: Float?, in examples: inout Examples)
}

extension ExampleNumber {
  public static var nesting: Int { 0 }
}

extension ExampleNumber where Self: BinaryInteger {
  public static var areIntegers: Bool { true }
}

extension ExampleNumber where Self: BinaryFloatingPoint {
  public static var areIntegers: Bool { false }
}

extension Int: ExampleNumber {
  public static func collect(_ values: [Int], into examples: inout Examples, level: Int) {
    if level == 1 { return store(values[...], scale: nil, in: &examples) }
    examples.gathered.add(values, to: \.integers)
  }
  public static func store(_ values: ArraySlice<Int>, scale: Float?, in examples: inout Examples) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension Int64: ExampleNumber {
  public static func collect(_ values: [Int64], into examples: inout Examples, level: Int) {
    examples.gathered.add(values.map { Int($0) }, to: \.integers)
  }
  public static func store(
    _ values: ArraySlice<Int64>, scale: Float?, in examples: inout Examples
  ) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension Int32: ExampleNumber {
  public static func collect(_ values: [Int32], into examples: inout Examples, level: Int) {
    examples.gathered.add(values, to: \.halfIntegers)
  }
  public static func store(
    _ values: ArraySlice<Int32>, scale: Float?, in examples: inout Examples
  ) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension Int16: ExampleNumber {
  public static func collect(_ values: [Int16], into examples: inout Examples, level: Int) {
    examples.gathered.add(values.map { Int32($0) }, to: \.halfIntegers)
  }
  public static func store(
    _ values: ArraySlice<Int16>, scale: Float?, in examples: inout Examples
  ) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension UInt8: ExampleNumber {
  public static func collect(_ values: [UInt8], into examples: inout Examples, level: Int) {
    examples.gathered.add(values, to: \.bytes)
  }
  public static func store(
    _ values: ArraySlice<UInt8>, scale: Float?, in examples: inout Examples
  ) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension Bool: ExampleNumber {
  public static var areIntegers: Bool { true }
  public static func collect(_ values: [Bool], into examples: inout Examples, level: Int) {
    examples.gathered.add(values.map { $0 ? 1 : 0 }, to: \.bytes)
  }
  public static func store(_ values: ArraySlice<Bool>, scale: Float?, in examples: inout Examples) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension Float: ExampleNumber {
  public static func collect(_ values: [Float], into examples: inout Examples, level: Int) {
    if level == 1 { return store(values[...], scale: nil, in: &examples) }
    examples.gathered.add(values, to: \.numbers)
  }
  public static func store(
    _ values: ArraySlice<Float>, scale: Float?, in examples: inout Examples
  ) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

extension Double: ExampleNumber {
  public static func collect(_ values: [Double], into examples: inout Examples, level: Int) {
    if level == 1 { return store(values[...], scale: nil, in: &examples) }
    let start = examples.gathered.numbers.count
    examples.gathered.add(values.map { Float($0) }, to: \.numbers)
    let added = examples.gathered.numbers[start...]
    if let index = added.firstIndex(where: \.isInfinite) {
      examples.rounded[index] = values[index - start]
    }
  }
  public static func store(
    _ values: ArraySlice<Double>, scale: Float?, in examples: inout Examples
  ) {
    examples.storage = StoredNumbers(values, scale: scale)
  }
}

#if !(os(macOS) && arch(x86_64))
  extension Float16: ExampleNumber {
    public static func collect(_ values: [Float16], into examples: inout Examples, level: Int) {
      examples.gathered.add(values.map { Float($0) }, to: \.numbers)
    }
    public static func store(
      _ values: ArraySlice<Float16>, scale: Float?, in examples: inout Examples
    ) {
      examples.storage = StoredNumbers(values, scale: scale)
    }
  }
#endif
