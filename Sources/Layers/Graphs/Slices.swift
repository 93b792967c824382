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
