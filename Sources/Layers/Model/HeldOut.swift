/// Examples that were held against a model, ready to be cut into batches.
protocol CheckedExamples {
  associatedtype Minibatch
  var count: Int { get }
  /// These examples as one batch, padded to the longest of them.
  func window(_ rows: some Collection<Int>) -> Minibatch
}

extension DataSet: CheckedExamples {}

extension GraphData: CheckedExamples {}

/// The examples that a training is watched with.
struct HeldOut<Data: CheckedExamples> {
  let data: Data
  let examples: [Int]
  /// How many of those to train on they are: the last.
  let taken: Int

  /// Nil where there are none.
  ///
  /// - Parameters:
  ///   - data: what the model is trained on; nil for a stream, which cannot be split.
  ///   - check: holds a batch against the model.
  init?(
    _ validation: Validation?, of data: Data?, check: (Batch) throws(ModelError) -> Data
  ) throws(ModelError) {
    switch validation {
    case nil: return nil
    case .examples(let batch):
      do { self.data = try check(batch) } catch {
        throw ModelError("validation: \(error.message)")
      }
      if self.data.count == 0 { throw ModelError("there are no examples to validate with") }
      (examples, taken) = (Array(0..<self.data.count), 0)
    case .split(let fraction):
      guard let data else {
        throw ModelError("a stream cannot be split; give the validation's examples as .data(x, y)")
      }
      self.data = data
      examples = Array(try splitOff(fraction, of: data.count))
      taken = examples.count
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
