/// How a model's first layer reads its inputs.
struct InputReader: Sendable {
  let label: String
  let masksZero: Bool
  let maskValue: Float?

  init(label: String, masksZero: Bool, maskValue: Float?) {
    self.label = label
    self.masksZero = masksZero
    self.maskValue = maskValue
  }

  init(_ layers: [Layer]) {
    label = layers[0].label(0)
    var masksZero = false
    var maskValue: Float?
    if case .embedding(let embedding) = layers[0] { masksZero = embedding.masksZero }
    var reader = layers[0]
    if case .input = reader, layers.count > 1 { reader = layers[1] }
    if case .masking(let masking) = reader { maskValue = masking.value }
    self.masksZero = masksZero
    self.maskValue = maskValue
  }

  /// Whether padding is of NaN, or infinite.
  var masksInfinity: Bool { maskValue.map { !$0.isFinite } ?? false }

  /// Whether a time step is not padding.
  func counts(_ inputs: Examples, _ step: Int) -> Bool {
    if masksZero { return inputs.storage.integer(step) != 0 }
    guard let maskValue else { return true }
    let vector = step * inputs.width..<(step + 1) * inputs.width
    return maskValue.isNaN
      ? !vector.allSatisfy { inputs.storage.number($0).isNaN }
      : vector.contains { inputs.storage.number($0) != maskValue }
  }

  /// What is wrong with a model's inputs, in a sentence, or nil.
  ///
  /// - Parameters:
  ///   - features: numbers that are read a time step; 0 where symbols are.
  ///   - vocabularySize: how many symbols there are; 0 where numbers are read.
  func problem(
    _ inputs: Examples, features: Int, vocabularySize: Int, isStateful: Bool
  ) -> String? {
    formProblem(inputs, features: features, vocabularySize: vocabularySize)
      // A stateful model reads on in the next batch, and sequences may have ended before.
      ?? (isStateful ? nil : emptiness(inputs))
      ?? (vocabularySize > 0 ? nil : infinity(inputs))
  }

  private func emptiness(_ inputs: Examples) -> String? {
    for (example, length) in inputs.lengths.enumerated() {
      let start = inputs.start(example)
      if (start..<start + length).contains(where: { counts(inputs, $0) }) { continue }
      return "\(label) got \(length == 0 ? "no time step" : "nothing but padding") in example "
        + "\(example); leave it out"
    }
    return nil
  }

  func infinity(_ inputs: Examples) -> String? {
    var start = 0
    while let index = inputs.storage.firstNotFinite(from: start) {
      let step = index / inputs.width
      if counts(inputs, step) {
        return "\(label) got \(inputs.text(at: index)) in \(inputs.place(step)); inputs are "
          + "finite, or all of a time step is masked by Masking(value:)"
      }
      start = (step + 1) * inputs.width
    }
    return nil
  }

  private func formProblem(
    _ inputs: Examples, features: Int, vocabularySize: Int
  ) -> String? {
    if let problem = inputs.problem { return "\(label) cannot use its inputs: \(problem)" }
    if vocabularySize > 0 {
      guard inputs.depth == 2, inputs.areIntegers else {
        return "\(label) expected a sequence of symbols, which are integers, for each example, "
          + "got \(inputs.description)"
      }
      let symbols = 0..<vocabularySize
      if let step = inputs.storage.firstInteger(outside: symbols) {
        return "\(label) expected symbols from 0 to \(vocabularySize - 1), got "
          + "\(inputs.storage.integer(step)) in \(inputs.place(step))"
      }
      return nil
    }
    guard inputs.depth == 2 || inputs.depth == 3 else {
      return "\(label) expected a sequence for each example, got \(inputs.description)"
    }
    if inputs.width != features && inputs.lengths.contains(where: { $0 > 0 }) {
      return "\(label) expected \(counted(features, "number")) a time step, got "
        + "\(inputs.width)\(inputs.rowAdvice)"
    }
    return nil
  }
}
