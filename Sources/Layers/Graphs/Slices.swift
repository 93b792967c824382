/// A stretch of an axis, as it is written: places from 0 on, or below 0 from the end.
struct AxisStretch: Equatable, Codable, Sendable {
  let lower: Int
  /// The place after the last; nil for the end of the axis.
  let upper: Int?

  /// - Parameter range: of places from 0 on; or of places below 0, of which 0 as the upper bound is the
  ///   end.
  init(_ range: Range<Int>) {
    lower = range.lowerBound
    upper = range.upperBound == 0 && range.lowerBound < 0 ? nil : range.upperBound
  }

  init(from lower: Int, to upper: Int?) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// What it takes of an axis of so many places, or of any number: where it begins, below 0 from the end,
  /// and how many places it has. Nil where it takes none, or only the length tells.
  func taken(of count: Int?) -> (from: Int, count: Int)? {
    // Longer axes there are none, and sums stay within an Int, whatever a file says.
    let places = -(1 << 24)...1 << 24
    guard places.contains(lower), places.contains(upper ?? 0) else { return nil }
    if let count {
      let first = lower < 0 ? count + lower : lower
      let last = upper.map { $0 < 0 ? count + $0 : $0 } ?? count
      if first < 0 || last > count || first >= last { return nil }
      return (lower < 0 ? lower : first, last - first)
    }
    let last = upper ?? 0
    if lower < 0 ? last > 0 || upper == 0 : last <= 0 { return nil }
    return last > lower ? (lower, last - lower) : nil
  }

  /// As it was written.
  var text: String { upper.map { "\(lower)..<\($0)" } ?? "\(lower)..." }
}

/// A part of a value: some of its time steps, or some of the numbers of each.
enum Slice: Equatable, Codable, Sendable {
  /// One time step, without the axis.
  case step(Int)
  case steps(AxisStretch)
  case features(AxisStretch)

  var isOfFeatures: Bool { if case .features = self { true } else { false } }

  var stretch: AxisStretch {
    switch self {
    case .step(let step): AxisStretch(from: step, to: step == -1 ? nil : step &+ 1)
    case .steps(let stretch), .features(let stretch): stretch
    }
  }

  /// As it is written.
  var text: String {
    switch self {
    case .step(let step): "[step: \(step)]"
    case .steps(let stretch): "[steps: \(stretch.text)]"
    case .features(let stretch): "[features: \(stretch.text)]"
    }
  }
}

extension Value {
  /// One time step of a sequence, a vector: `x[step: 0]` is the first, `x[step: -1]` the last that is not
  /// padding.
  ///
  /// Below 0, steps are counted from the last that is not padding; where a mask leaves fewer, the vector is
  /// zeros. A sequence that is too short throws when it is read.
  public subscript(step step: Int) -> Value { sliced(.step(step)) }

  /// Some time steps of a sequence: `x[steps: 0..<3]` are the first three, `x[steps: -3..<0]` the last
  /// three that are not padding.
  ///
  /// Sequences of any lengths become sequences of one length, and one that is too short throws when it is
  /// read.
  public subscript(steps steps: Range<Int>) -> Value { sliced(.steps(AxisStretch(steps))) }

  /// All time steps from one on: `x[steps: 1...]`, which takes a fixed number of steps, or the last ones,
  /// `x[steps: (-3)...]`.
  public subscript(steps steps: PartialRangeFrom<Int>) -> Value {
    sliced(.steps(AxisStretch(from: steps.lowerBound, to: nil)))
  }

  /// All time steps up to one: the first three, `x[steps: ..<3]`, or of a fixed number all but the last,
  /// `x[steps: ..<(-1)]`.
  public subscript(steps steps: PartialRangeUpTo<Int>) -> Value {
    sliced(.steps(AxisStretch(from: 0, to: steps.upperBound)))
  }

  /// Some numbers of a vector, or of each time step: `x[features: 0..<3]`, `x[features: -1..<0]`.
  public subscript(features features: Range<Int>) -> Value {
    sliced(.features(AxisStretch(features)))
  }

  /// All numbers of a vector, or of each time step, from one on.
  public subscript(features features: PartialRangeFrom<Int>) -> Value {
    sliced(.features(AxisStretch(from: features.lowerBound, to: nil)))
  }

  /// All numbers of a vector, or of each time step, up to one.
  public subscript(features features: PartialRangeUpTo<Int>) -> Value {
    sliced(.features(AxisStretch(from: 0, to: features.upperBound)))
  }

  private func sliced(_ slice: Slice) -> Value { Value(.call(LayerCall(.slice(slice)), [self])) }
}

extension Graph {
  func sliced(
    _ slice: Slice, _ input: GraphShape, _ source: String
  ) throws(ModelError) -> GraphShape {
    if input.isSymbols {
      throw ModelError(
        "expected numbers, got symbols from \(source); put an Embedding between them")
    }
    var result = input
    if case .features(let stretch) = slice {
      if input.image != nil {
        throw ModelError(
          "expected vectors, got \(input.description) from \(source); Flatten makes them")
      }
      guard let taken = stretch.taken(of: input.size) else {
        throw ModelError(
          "takes \(slice.text) of \(counted(input.size, "number")) from \(source); places are counted "
            + "from 0, or below 0 from the end")
      }
      result.size = taken.count
      return result
    }
    guard let steps = input.steps, input.outer == nil else {
      throw ModelError("expected a sequence, got \(input.description) from \(source)")
    }
    guard let taken = slice.stretch.taken(of: steps.fixed) else {
      if steps.fixed != nil {
        throw ModelError(
          "takes \(slice.text) of \(input.description) from \(source); steps are counted from 0, or "
            + "below 0 from the end")
      }
      throw ModelError(
        "takes \(slice.text), whose number the examples' lengths tell, from \(source); say how many "
          + "steps there are with Input.sequence(steps:features:)")
    }
    if case .step = slice { result.steps = nil } else { result.steps = .fixed(taken.count) }
    return result
  }
}

extension StepCount {
  /// The number of steps, where it is the same for all examples.
  var fixed: Int? { if case .fixed(let count) = self { count } else { nil } }
}
