/// A number, or arrays of such: what `fit`, `evaluate` and `predict` take.
///
/// Inputs are an array of examples, each of them an array of symbols (`Int`), of numbers, or of time
/// steps with several numbers each: `[[Int]]`, `[[Float]]` or `[[[Float]]]`. Examples may have any
/// lengths, but for none at all; time steps of one model all have equally many numbers. All are finite.
/// Messages count examples and time steps from 0.
public protocol NestedNumbers {
  /// How many levels of arrays stand around the numbers.
  static var nesting: Int { get }
  /// Whether the numbers are integers, and so symbols or classes.
  static var areIntegers: Bool { get }
  /// Adds all numbers of an array that stands so many levels deep. Only `Examples` calls it.
  static func collect(_ values: [Self], into examples: inout Examples, level: Int)
}

extension Int: NestedNumbers {
  public static var nesting: Int { 0 }
  public static var areIntegers: Bool { true }
  public static func collect(_ values: [Int], into examples: inout Examples, level: Int) {
    examples.integers.append(contentsOf: values)
  }
}

extension Int32: NestedNumbers {
  public static var nesting: Int { 0 }
  public static var areIntegers: Bool { true }
  public static func collect(_ values: [Int32], into examples: inout Examples, level: Int) {
    examples.integers.append(contentsOf: values.lazy.map { Int($0) })
  }
}

extension Float: NestedNumbers {
  public static var nesting: Int { 0 }
  public static var areIntegers: Bool { false }
  public static func collect(_ values: [Float], into examples: inout Examples, level: Int) {
    examples.numbers.append(contentsOf: values)
  }
}

extension Double: NestedNumbers {
  public static var nesting: Int { 0 }
  public static var areIntegers: Bool { false }
  public static func collect(_ values: [Double], into examples: inout Examples, level: Int) {
    let start = examples.numbers.count
    examples.numbers.append(contentsOf: values.lazy.map { Float($0) })
    if let index = examples.numbers[start...].firstIndex(where: \.isInfinite) {
      examples.rounded[index] = values[index - start]
    }
  }
}

extension Array: NestedNumbers where Element: NestedNumbers {
  public static var nesting: Int { Element.nesting + 1 }
  public static var areIntegers: Bool { Element.areIntegers }
  public static func collect(_ values: [[Element]], into examples: inout Examples, level: Int) {
    for (index, value) in values.enumerated() {
      examples.note(count: value.count, level: level, index: index)
      Element.collect(value, into: &examples, level: level + 1)
    }
  }
}

/// Examples one after the other in one array of numbers.
public struct Examples: Equatable, Sendable {
  /// How many there are.
  public let count: Int
  /// Levels of arrays, the outermost counted: 1 for a number each, 2 for sequences of numbers, 3 for
  /// sequences of vectors.
  let depth: Int
  let areIntegers: Bool
  fileprivate(set) var integers: [Int] = []
  fileprivate(set) var numbers: [Float] = []
  /// What the first infinite number of an array was before it was rounded to single precision.
  fileprivate var rounded: [Int: Double] = [:]
  /// For each example the length of its array, or 1 where it is a number.
  private(set) var lengths: [Int] = []
  /// Numbers in each vector; 1 where there are no vectors.
  private(set) var width = 1
  private var hasWidth = false
  /// Why they cannot be used, in a sentence, or nil.
  private(set) var problem: String?
  /// Where each example's first vector stands, counted in vectors.
  private(set) var starts: [Int] = []

  /// Examples from an array of them.
  public init<Example: NestedNumbers>(_ examples: [Example]) {
    count = examples.count
    depth = Example.nesting + 1
    areIntegers = Example.areIntegers
    if depth > 3 { problem = "arrays are nested \(depth) deep; at most 3 mean something" }
    Example.collect(examples, into: &self, level: 1)
    if depth == 1 { lengths = Array(repeating: 1, count: count) }
    var start = 0
    for length in lengths {
      starts.append(start)
      start += length
    }
  }

  /// Takes down how long an array is that stands `level` deep in the array of all examples.
  fileprivate mutating func note(count: Int, level: Int, index: Int) {
    if level == 1 {
      lengths.append(count)
    } else if level == 2 {
      if hasWidth && count != width && problem == nil {
        problem =
          "example \(lengths.count - 1) has a time step of "
          + "\(counted(count, "number")), those before it have \(width)"
      }
      if !hasWidth { width = count }
      hasWidth = true
    }
  }

  /// The numbers, whatever they were given as.
  var values: [Float] { areIntegers ? integers.map { Float($0) } : numbers }

  /// A number in the words of messages.
  func text(at index: Int) -> String {
    if areIntegers { return "\(integers[index])" }
    guard let value = rounded[index], value.isFinite else { return "\(numbers[index])" }
    return "\(value), infinite in single precision,"
  }

  /// A vector, or the number of an example, in the words of messages.
  ///
  /// - Parameter step: where it stands among all vectors.
  func place(_ step: Int) -> String {
    let example = starts.lastIndex { $0 <= step } ?? 0
    return "example \(example)" + (depth == 1 ? "" : ", step \(step - starts[example])")
  }

  /// The numbers of a time step, or nil where no example has one.
  var features: Int? { depth == 3 && !hasWidth ? nil : width }

  /// What to say to those who may have meant vectors.
  var rowAdvice: String {
    if depth != 2 || areIntegers { return "" }
    return ": each example was taken for a sequence of single numbers; one time step of several "
      + "is written [[1, 2, 3]]"
  }

  /// In the words of messages.
  var description: String {
    let noun = areIntegers ? "integer" : "number"
    return switch depth {
    case 1: "one \(noun) an example"
    case 2: "a sequence of \(noun)s for each example"
    default: "a sequence of vectors of \(counted(width, noun)) for each example"
    }
  }
}

/// A batch of a stream: inputs and their targets.
public struct Batch: Sendable {
  /// One for each input, and for each output.
  let allInputs: [Examples]
  let allTargets: [Examples]

  /// A batch of examples; there is one target for each input, or for each of its time steps.
  public init<X: NestedNumbers, Y: NestedNumbers>(_ inputs: [X], _ targets: [Y]) {
    allInputs = [Examples(inputs)]
    allTargets = [Examples(targets)]
  }

  init(_ inputs: [Examples], _ targets: [Examples]) {
    allInputs = inputs
    allTargets = targets
  }

  /// The only input's examples and the only output's.
  ///
  /// - Throws: `ModelError` where there are several.
  var single: (inputs: Examples, targets: Examples) {
    get throws(ModelError) {
      if allInputs.count != 1 || allTargets.count != 1 {
        throw ModelError(
          "a Sequential has one input and one output, got a batch for "
            + "\(counted(allInputs.count, "input")) and \(counted(allTargets.count, "output")); a Model "
            + "takes it")
      }
      return (allInputs[0], allTargets[0])
    }
  }
}
