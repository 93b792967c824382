/// What `fit`, `evaluate` and `predict` take: an array of examples, a slice of one, or ``Examples``.
public protocol ExampleSource {
  /// The examples, held against no model yet.
  func makeExamples() -> Examples
}

extension Array: ExampleSource where Element: NestedNumbers {
  public func makeExamples() -> Examples { Examples(self) }
}

extension ArraySlice: ExampleSource where Element: NestedNumbers {
  public func makeExamples() -> Examples { Examples(Array(self)) }
}

extension Examples: ExampleSource {
  public func makeExamples() -> Examples { self }
}

/// Examples one after the other in one array of numbers.
public struct Examples: Sendable {
  /// How many there are.
  public let count: Int
  /// Levels of arrays, the outermost counted: 1 for a number each, 2 for sequences of numbers, 3 for
  /// sequences of vectors.
  private(set) var depth: Int
  let areIntegers: Bool
  var storage: any NumberStorage = StoredNumbers<Float>([])
  /// Arrays in arrays on their way to `storage`.
  var gathered = GatheredNumbers()
  /// What the first infinite number of an array was before it was rounded to single precision.
  var rounded: [Int: Double] = [:]
  /// For each example the length of its array, or 1 where it is a number.
  private(set) var lengths = ExampleLengths()
  /// Numbers in each vector; 1 where there are no vectors.
  private(set) var width = 1
  private var hasWidth = false
  /// The axes of an example where flat numbers have three, as images do; otherwise empty.
  private var axes: [Int] = []
  private let isFlat: Bool
  /// Why they cannot be used, in a sentence, or nil.
  private(set) var problem: String?

  /// Examples from an array of them.
  public init<Example: NestedNumbers>(_ examples: [Example]) {
    count = examples.count
    depth = Example.nesting + 1
    areIntegers = Example.areIntegers
    isFlat = false
    if depth > 3 { problem = "arrays are nested \(depth) deep" + Self.depthAdvice }
    if depth > 1 {
      gathered.total = Example.total(examples)
      lengths.reserve(count)
    }
    Example.collect(examples, into: &self, level: 1)
    if depth == 1 { lengths = ExampleLengths(count: count, length: 1) }
    if gathered.total > 0 || storage.count == 0 { storage = gathered.storage }
    gathered = GatheredNumbers()
  }

  /// Examples of one shape whose numbers stand one after the other, row-major. Nothing is copied: what a
  /// model reads is made batch by batch.
  ///
  ///     Examples(flat: readings, shape: [1000, 24, 3])                   // 1000 × time × features
  ///     Examples(flat: pixels, shape: [60_000, 28, 28], scale: 1.0 / 255) // of UInt8
  ///     Examples(flat: labels, shape: [60_000])
  ///
  /// - Parameters:
  ///   - numbers: as many as the shape has.
  ///   - shape: the number of examples; then the time steps, or a vector's numbers; then the numbers of a
  ///     time step. Further axes belong to the time step.
  ///   - scale: what each number is multiplied by when it is read. Integers with a scale are no symbols
  ///     or classes any more.
  ///
  /// A shape that does not fit the numbers is named by `fit`, `evaluate` and `predict`.
  public init<Number: ExampleNumber>(flat numbers: [Number], shape: [Int], scale: Double? = nil) {
    self.init(flat: numbers[...], shape: shape, scale: scale)
  }

  /// Examples of one shape whose numbers are a slice of an array, which is not copied.
  public init<Number: ExampleNumber>(
    flat numbers: ArraySlice<Number>, shape: [Int], scale: Double? = nil
  ) {
    problem = flatProblem(numbers.count, shape, scale)
    let shape = problem == nil ? shape : [0]
    count = shape[0]
    depth = min(3, shape.count)
    areIntegers = Number.areIntegers && scale == nil
    isFlat = true
    lengths = ExampleLengths(count: count, length: shape.count > 1 ? shape[1] : 1)
    width = shape.dropFirst(2).reduce(1, *)
    hasWidth = shape.count > 2
    if shape.count == 4 { axes = Array(shape.dropFirst()) }
    Number.store(numbers, scale: scale.map { Float($0) }, in: &self)
  }

  /// Examples of one shape whose numbers are any collection, which is copied once: `Data` as it was read
  /// from a file, of bytes; memory of somebody else's; an array of another kind.
  ///
  ///     let file = try Data(contentsOf: URL(filePath: "train-images")).dropFirst(16)
  ///     Examples(flat: file, shape: [60_000, 28, 28], scale: 1.0 / 255)
  ///     Examples(flat: UnsafeBufferPointer(start: samples, count: 1000 * 24), shape: [1000, 24])
  ///
  /// - Parameters: as for an array.
  @_disfavoredOverload
  public init<Number: ExampleNumber>(
    flat numbers: some Collection<Number>, shape: [Int], scale: Double? = nil
  ) {
    self.init(flat: ArraySlice(numbers), shape: shape, scale: scale)
  }

  private static let depthAdvice =
    ", and 3 is the most: examples, time steps and numbers; an image is an array of its numbers, "
    + "which Examples(flat:shape:) has without nesting"

  /// Takes down how long an array is that stands `level` deep in the array of all examples.
  mutating func note(count: Int, level: Int) {
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

  /// Where an example's first vector stands, counted in vectors.
  func start(_ example: Int) -> Int { lengths.start(example) }

  /// A vector for each example; of one number where the examples are numbers.
  var vectors: [[Float]] {
    (0..<count).map { example in
      let first = start(example) * width
      return (first..<first + lengths[example] * width).map { storage.number($0) }
    }
  }

  /// The integers, one after the other.
  var symbols: [Int] { (0..<storage.count).map { storage.integer($0) } }

  /// A number in the words of messages.
  func text(at index: Int) -> String {
    guard let value = rounded[index], value.isFinite else { return storage.text(index) }
    return "\(value), infinite in single precision,"
  }

  /// A vector, or the number of an example, in the words of messages.
  ///
  /// - Parameter step: where it stands among all vectors.
  func place(_ step: Int) -> String {
    let example = lengths.example(at: step)
    return "example \(example)" + (depth == 1 ? "" : ", step \(step - start(example))")
  }

  /// The numbers of a time step, or nil if no example has one.
  var features: Int? { depth == 3 && !hasWidth ? nil : width }

  /// What to say to those who may have meant vectors.
  var rowAdvice: String {
    if depth != 2 || areIntegers || isFlat { return "" }
    return ": each example was taken for a sequence of single numbers; one time step of several "
      + "is written [[1, 2, 3]]"
  }

  /// In the words of messages.
  var description: String {
    let noun = areIntegers ? "integer" : "number"
    if !axes.isEmpty {
      return axes.map { "\($0)" }.joined(separator: " × ") + " \(noun)s for each example"
    }
    return switch depth {
    case 1: "one \(noun) an example"
    case 2: "a sequence of \(noun)s for each example"
    default: "a sequence of vectors of \(counted(width, noun)) for each example"
    }
  }
}

extension Examples {
  /// Images that were given as their rows, as vectors; otherwise these.
  func joined(as shape: GraphShape) -> Examples {
    guard let image = shape.image, shape.steps == nil, depth == 3, problem == nil,
      width == image.width * image.channels, lengths.allSatisfy({ $0 == image.height }),
      axes.isEmpty || axes == [image.height, image.width, image.channels]
    else { return self }
    var result = self
    result.depth = 2
    result.lengths = ExampleLengths(count: count, length: image.size)
    result.width = 1
    return result
  }
}

/// What is wrong with the shape of flat numbers, in a sentence, or nil.
private func flatProblem(_ count: Int, _ shape: [Int], _ scale: Double?) -> String? {
  if let scale, !Float(scale).isFinite { return "their scale is \(scale)" }
  if shape.isEmpty || shape.contains(where: { $0 < 0 }) {
    return "the shape \(shape) is none; it begins with the number of examples"
  }
  var wanted = 1
  for size in shape {
    let (product, overflow) = wanted.multipliedReportingOverflow(by: size)
    if overflow { return "the shape \(shape) has more numbers than there can be" }
    wanted = product
  }
  return wanted == count
    ? nil : "the shape \(shape) has \(counted(wanted, "number")), got \(count)"
}

extension Examples: Equatable {
  public static func == (left: Examples, right: Examples) -> Bool {
    (left.count, left.depth, left.areIntegers) == (right.count, right.depth, right.areIntegers)
      && left.width == right.width && left.lengths.elementsEqual(right.lengths)
      && left.problem == right.problem && left.storage.count == right.storage.count
      && (0..<left.storage.count).allSatisfy {
        left.storage.number($0) == right.storage.number($0)
          && left.storage.integer($0) == right.storage.integer($0)
      }
  }
}

/// How many vectors each example has.
struct ExampleLengths: RandomAccessCollection, Equatable, Sendable {
  private(set) var count = 0
  /// The vectors before each example, where they are not equally long.
  private var starts: [Int] = []
  private var total = 0
  /// Of all, or nil.
  private var length: Int?

  init() {}

  /// So many examples of one length.
  init(count: Int, length: Int) {
    self.count = count
    self.length = length
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  subscript(example: Int) -> Int {
    length ?? ((example + 1 < count ? starts[example + 1] : total) - starts[example])
  }

  mutating func reserve(_ count: Int) { starts.reserveCapacity(count) }

  mutating func append(_ length: Int) {
    starts.append(total)
    total += length
    count += 1
  }

  /// The lengths that a layer makes of these.
  func mapped(_ length: (Int) -> Int) -> ExampleLengths {
    if let given = self.length { return ExampleLengths(count: count, length: length(given)) }
    var result = ExampleLengths()
    for each in self { result.append(length(each)) }
    return result
  }

  /// The vectors before an example.
  func start(_ example: Int) -> Int { length.map { $0 * example } ?? starts[example] }

  /// The example that a vector belongs to.
  func example(at step: Int) -> Int {
    if let length { return step / Swift.max(1, length) }
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= step { low = middle + 1 } else { high = middle }
    }
    return Swift.max(0, low - 1)
  }
}
