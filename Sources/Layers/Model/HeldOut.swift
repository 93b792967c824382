/// The examples that a training is watched with.
struct HeldOut {
  private enum Source {
    case examples(GraphData, [Int])
    case stream(ValidationBatches, check: (Batch) throws(ModelError) -> GraphData)
  }

  private let source: Source
  /// How many of those to train on they are: the last.
  let taken: Int

  private init(source: Source, taken: Int) {
    self.source = source
    self.taken = taken
  }

  /// All of some examples.
  init(_ data: GraphData) {
    self.init(source: .examples(data, Array(0..<data.count)), taken: 0)
  }

  /// Nil where there are none.
  ///
  /// - Parameters:
  ///   - data: what the model is trained on; nil for a stream, which cannot be split.
  ///   - check: holds a batch against the model.
  init?(
    _ validation: Validation?, of data: GraphData?,
    check: @escaping (Batch) throws(ModelError) -> GraphData
  ) throws(ModelError) {
    switch validation {
    case nil: return nil
    case .examples(let batch):
      let data: GraphData
      do { data = try check(batch) } catch { throw ModelError("validation: \(error.message)") }
      if data.count == 0 { throw ModelError("there are no examples to validate with") }
      self.init(data)
    case .split(let fraction):
      guard let data else {
        throw ModelError("a stream cannot be split; give the validation's examples as .data(x, y)")
      }
      let part = try splitOff(fraction, of: data.count)
      self.init(source: .examples(data, Array(part)), taken: part.count)
    case .batches(let batches):
      if let steps = batches.steps, steps < 1 {
        throw ModelError("validation of \(steps) batches; it reads at least 1")
      }
      self.init(source: .stream(batches, check: check), taken: 0)
    }
  }

  /// The time steps of the longest example in each input; nil where it is not known before they are
  /// read.
  var longest: [Int]? {
    if case .examples(let data, let rows) = source { data.longest(rows) } else { nil }
  }

  /// Hands over everything, batch by batch.
  ///
  /// - Parameters:
  ///   - cut: cuts examples into batches; those of a stream come as they are.
  ///   - use: is given a batch with the examples that it is of.
  func forEachBatch(
    cut: ([Int]) throws(ModelError) -> [ArraySlice<Int>],
    use: (GraphWindow<Float>) throws(ModelError) -> Void
  ) throws(ModelError) {
    switch source {
    case .examples(let data, let rows):
      for part in try cut(rows) { try use(data.window(part)) }
    case .stream(let batches, let check):
      var number = 0
      let iterator = batches.begin()
      while number < batches.steps ?? .max, let batch = iterator.next() {
        do throws(ModelError) {
          let data = try check(batch)
          if data.count == 0 { throw ModelError("there are no examples") }
          try use(data.window(0..<data.count))
        } catch { throw ModelError("validation: batch \(number) of the stream: \(error.message)") }
        number += 1
      }
      if number < batches.steps ?? 1 {
        throw ModelError(
          "validation: expected \(batches.steps.map { "\($0) batches" } ?? "a batch") of the stream, "
            + "got \(number)")
      }
    }
  }
}

/// The last part of so many examples.
private func splitOff(_ fraction: Double, of count: Int) throws(ModelError) -> Range<Int> {
  guard fraction > 0, fraction < 1 else {
    throw ModelError("a validation split of \(fraction); it is above 0 and below 1")
  }
  let part = Int((Double(count) * fraction).rounded())
  if part == 0 {
    throw ModelError(
      "a validation split of \(fraction) leaves no example of \(count) to validate with")
  }
  return count - part..<count
}
