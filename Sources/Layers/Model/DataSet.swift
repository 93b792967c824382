/// Examples that were held against a model, ready to be cut into batches.
struct DataSet: Sendable {
  let inputs: Examples
  /// The targets, or nil where there is only something to predict from.
  let targets: Examples?
  private let numbers: [Float]
  private let targetValues: [Float]
  private let reader: InputReader
  private let output: Flow
  private let usesClasses: Bool

  var count: Int { inputs.count }

  /// - Throws: `ModelError` that names the layer that the examples do not fit, and how.
  init(
    inputs: Examples, targets: Examples?, for network: Network<Float>, _ layers: [Layer],
    loss: Loss?
  ) throws(ModelError) {
    self.inputs = inputs
    self.targets = targets
    reader = InputReader(layers)
    output = network.flows[network.flows.count - 1]
    usesClasses = loss == .sparseCategoricalCrossEntropy
    if let problem = reader.problem(inputs, network) { throw ModelError(problem) }
    if let targets, let loss {
      let label = layers[layers.count - 1].label(layers.count - 1)
      if let problem = targetProblem(targets, inputs, output, loss) {
        throw ModelError("\(label) \(problem)")
      }
    }
    numbers = network.features > 0 ? inputs.values : []
    targetValues = usesClasses ? [] : targets?.values ?? []
  }

  func length(_ index: Int) -> Int { inputs.lengths[index] }

  /// These examples as one batch, padded to the longest of them.
  func window(_ rows: some Collection<Int>) -> Window<Float> {
    let time = max(1, rows.reduce(0) { max($0, inputs.lengths[$1]) })
    var window = Window<Float>(rows: rows.count, time: time)
    var mask = [UInt8](repeating: 0, count: rows.count * time)
    if numbers.isEmpty {
      window.symbols = [Int32](repeating: 0, count: rows.count * time)
    } else {
      window.numbers = [Float](repeating: 0, count: rows.count * time * inputs.width)
    }
    for (row, index) in rows.enumerated() {
      let (start, length) = (inputs.starts[index], inputs.lengths[index])
      for t in 0..<length {
        mask[row * time + t] = reader.counts(inputs, numbers, start + t) ? 1 : 0
        if numbers.isEmpty { window.symbols[row * time + t] = inputs.integers[start + t] }
      }
      if numbers.isEmpty { continue }
      let width = inputs.width
      for offset in 0..<length * width {
        window.numbers[row * time * width + offset] = numbers[start * width + offset]
      }
    }
    if mask.contains(0) { window.mask = mask }
    window.targets = windowTargets(rows, time: time)
    return window
  }

  private func windowTargets(
    _ rows: some Collection<Int>, time: Int
  ) -> WindowTargets<Float> {
    guard let targets else { return .none }
    var outputTime = 1
    if case .sequence = output { outputTime = time }
    let size = output.size * outputTime
    if usesClasses {
      var classes = [Int32](repeating: 0, count: rows.count * outputTime)
      for (row, index) in rows.enumerated() {
        for t in 0..<targets.lengths[index] {
          classes[row * outputTime + t] = targets.integers[targets.starts[index] + t]
        }
      }
      return .classes(classes)
    }
    var values = [Float](repeating: 0, count: rows.count * size)
    for (row, index) in rows.enumerated() {
      let start = targets.starts[index] * targets.width
      for offset in 0..<targets.lengths[index] * targets.width {
        values[row * size + offset] = targetValues[start + offset]
      }
    }
    return .values(values)
  }
}

/// What is wrong with targets, in words that follow the name of the last layer, or nil.
func targetProblem(
  _ targets: Examples, _ inputs: Examples, _ output: Flow, _ loss: Loss
) -> String? {
  if let problem = targets.problem { return "cannot use its targets: \(problem)" }
  if targets.count != inputs.count {
    return "expected a target for each of \(counted(inputs.count, "example")), got \(targets.count)"
  }
  let isSequence = if case .sequence = output { true } else { false }
  let got = "\(loss.rawValue) expected"
  if loss == .sparseCategoricalCrossEntropy {
    let fits =
      targets.areIntegers
      && (isSequence
        ? targets.depth == 2 : targets.depth == 1 || targets.depth == 2 && targets.isFlat)
    if !fits {
      return "with \(got) the number of a class for each \(isSequence ? "time step" : "example"), "
        + "got \(targets.description)"
    }
    if let target = targets.integers.first(where: { $0 < 0 || $0 >= output.size }) {
      return "with \(got) classes from 0 to \(output.size - 1), got \(target)"
    }
  } else {
    // A model with one output may have its targets without their innermost array.
    let full = isSequence ? 3 : 2
    let fits = targets.depth == full || targets.depth == full - 1 && output.size == 1
    let size = isSequence ? targets.width : targets.lengths.first ?? output.size
    let isEven = isSequence || targets.lengths.allSatisfy { $0 == size }
    if !fits || size != output.size || !isEven {
      return "gives \(output.description); \(got) as many targets, got \(targets.description)"
        + (targets.depth == 2 && !isSequence ? ", the first with \(size)" : "")
    }
  }
  if isSequence,
    let index = inputs.lengths.indices.first(
      where: { inputs.lengths[$0] != targets.lengths[$0] })
  {
    return "expected a target for each time step: example \(index) has "
      + "\(counted(inputs.lengths[index], "time step")) and "
      + "\(counted(targets.lengths[index], "target"))"
  }
  return nil
}

extension Examples {
  /// Whether every example is a single number in an array of its own.
  fileprivate var isFlat: Bool { lengths.allSatisfy { $0 == 1 } }
}

/// How a model's first layer reads its inputs.
struct InputReader: Sendable {
  private let label: String
  private let masksZero: Bool
  private let maskValue: Float?

  init(_ layers: [Layer]) {
    label = layers[0].label(0)
    var masksZero = false
    var maskValue: Float?
    if case .embedding(let embedding) = layers[0] { masksZero = embedding.masksZero }
    if case .masking(let masking) = layers[0] { maskValue = masking.value }
    self.masksZero = masksZero
    self.maskValue = maskValue
  }

  /// Whether a time step is not padding.
  func counts(_ inputs: Examples, _ numbers: [Float], _ step: Int) -> Bool {
    if masksZero { return inputs.integers[step] != 0 }
    guard let maskValue else { return true }
    let width = inputs.width
    return numbers[step * width..<(step + 1) * width].contains { $0 != maskValue }
  }

  func problem(_ inputs: Examples, _ network: Network<Float>) -> String? {
    if let problem = inputs.problem { return "\(label) cannot use its inputs: \(problem)" }
    if network.vocabularySize > 0 {
      guard inputs.depth == 2, inputs.areIntegers else {
        return "\(label) expected a sequence of symbols, which are integers, for each example, "
          + "got \(inputs.description)"
      }
      let symbols = 0..<Int32(clamping: network.vocabularySize)
      if let step = inputs.integers.firstIndex(where: { !symbols.contains($0) }) {
        let example = inputs.starts.lastIndex { $0 <= step } ?? 0
        return "\(label) expected symbols from 0 to \(network.vocabularySize - 1), got "
          + "\(inputs.integers[step]) in example \(example)"
      }
      return nil
    }
    guard inputs.depth == 2 || inputs.depth == 3 else {
      return "\(label) expected a sequence for each example, got \(inputs.description)"
    }
    if inputs.width != network.features && inputs.lengths.contains(where: { $0 > 0 }) {
      return "\(label) expected \(counted(network.features, "number")) a time step, got "
        + "\(inputs.width)"
    }
    return nil
  }
}
