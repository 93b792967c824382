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
    if case .masking(let masking) = layers[0] { maskValue = masking.value }
    self.masksZero = masksZero
    self.maskValue = maskValue
  }

  /// Whether padding is of NaN, or infinite.
  var masksInfinity: Bool { maskValue.map { !$0.isFinite } ?? false }

  /// Whether a time step is not padding.
  func counts(_ inputs: Examples, _ numbers: [Float], _ step: Int) -> Bool {
    if masksZero { return inputs.integers[step] != 0 }
    guard let maskValue else { return true }
    let width = inputs.width
    let vector = numbers[step * width..<(step + 1) * width]
    return maskValue.isNaN ? !vector.allSatisfy(\.isNaN) : vector.contains { $0 != maskValue }
  }

  /// What is wrong with a model's inputs, in a sentence, or nil.
  ///
  /// - Parameters:
  ///   - features: numbers that are read a time step; 0 where symbols are.
  ///   - vocabularySize: how many symbols there are; 0 where numbers are read.
  func problem(
    _ inputs: Examples, _ numbers: [Float], features: Int, vocabularySize: Int, isStateful: Bool
  ) -> String? {
    formProblem(inputs, features: features, vocabularySize: vocabularySize)
      // A stateful model reads on in the next batch, and sequences may have ended before.
      ?? (isStateful ? nil : emptiness(inputs, numbers)) ?? infinity(inputs, numbers)
  }

  private func emptiness(_ inputs: Examples, _ numbers: [Float]) -> String? {
    for (example, (start, length)) in zip(inputs.starts, inputs.lengths).enumerated()
    where !(start..<start + length).contains(where: { counts(inputs, numbers, $0) }) {
      return "\(label) got \(length == 0 ? "no time step" : "nothing but padding") in example "
        + "\(example); leave it out"
    }
    return nil
  }

  func infinity(_ inputs: Examples, _ numbers: [Float]) -> String? {
    var rest = numbers[...]
    while let index = rest.firstIndex(where: { !$0.isFinite }) {
      let step = index / inputs.width
      if counts(inputs, numbers, step) {
        return "\(label) got \(inputs.text(at: index)) in \(inputs.place(step)); inputs are "
          + "finite, or all of a time step is masked by Masking(value:)"
      }
      rest = numbers[((step + 1) * inputs.width)...]
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
      if let step = inputs.integers.firstIndex(where: { !symbols.contains($0) }) {
        return "\(label) expected symbols from 0 to \(vocabularySize - 1), got "
          + "\(inputs.integers[step]) in \(inputs.place(step))"
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
