/// Examples that were held against a model, ready to be cut into batches.
struct DataSet: Sendable {
  let inputs: Examples
  /// The targets, or nil where there is only something to predict from.
  let targets: Examples?
  private let readsNumbers: Bool
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
    usesClasses = loss?.takesClasses ?? false
    readsNumbers = network.features > 0
    if let problem = reader.problem(
      inputs, features: network.features, vocabularySize: network.vocabularySize,
      isStateful: network.isStateful)
    {
      throw ModelError(problem)
    }
    guard let targets, let loss else { return }
    let problem =
      targetProblem(
        targets, lengths: inputs.lengths, rowAdvice: inputs.rowAdvice, output, loss)
      ?? valueProblem(targets, output, loss) { [reader] step in reader.counts(inputs, step) }
    if let problem {
      throw ModelError("\(layers[layers.count - 1].label(layers.count - 1)) \(problem)")
    }
  }

  func length(_ index: Int) -> Int { inputs.lengths[index] }

  /// These examples as one batch, padded to the longest of them.
  func window(_ rows: some Collection<Int>) -> Window<Float> {
    let time = max(1, rows.reduce(0) { max($0, inputs.lengths[$1]) })
    var window = Window<Float>(rows: rows.count, time: time)
    if readsNumbers {
      window.numbers = inputs.padded(rows, to: time * inputs.width)
    } else {
      window.symbols = inputs.paddedSymbols(rows, time: time)
    }
    let width = inputs.width
    var mask = [UInt8](repeating: 0, count: rows.count * time)
    for (row, index) in rows.enumerated() {
      let (start, length) = (inputs.start(index), inputs.lengths[index])
      for t in 0..<length {
        mask[row * time + t] = reader.counts(inputs, start + t) ? 1 : 0
      }
      if !readsNumbers || !reader.masksInfinity { continue }
      // A gradient would be NaN even where padding is multiplied by zero.
      for t in row * time..<row * time + length where mask[t] == 0 {
        for offset in t * width..<(t + 1) * width { window.numbers[offset] = 0 }
      }
    }
    if mask.contains(0) { window.mask = mask }
    if let targets {
      var outputTime = 1
      if case .sequence = output { outputTime = time }
      window.targets = targets.targets(
        rows, time: outputTime, size: output.size, areClasses: usesClasses)
    }
    return window
  }
}

extension Examples {
  /// These examples as targets of a batch, padded to so many time steps.
  ///
  /// - Parameters:
  ///   - size: numbers in each output.
  ///   - areClasses: whether they are numbers of classes.
  func targets(
    _ rows: some Collection<Int>, time: Int, size: Int, areClasses: Bool
  ) -> WindowTargets<Float> {
    if areClasses { return .classes(paddedSymbols(rows, time: time)) }
    return .values(padded(rows, to: time * size))
  }

  /// These examples' symbols row by row, each row followed by zeros up to so many time steps.
  func paddedSymbols(_ rows: some Collection<Int>, time: Int) -> [Int32] {
    var result = [Int32](repeating: 0, count: rows.count * time)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      for (row, index) in rows.enumerated() {
        let start = start(index)
        storage.copy(start..<start + lengths[index], to: base + row * time)
      }
    }
    return result
  }

  /// These examples' numbers row by row, each row followed by zeros up to so many.
  func padded(_ rows: some Collection<Int>, to count: Int) -> [Float] {
    var result = [Float](repeating: 0, count: rows.count * count)
    result.withUnsafeMutableBufferPointer { result in
      guard let base = result.baseAddress else { return }
      for (row, index) in rows.enumerated() {
        let start = start(index) * width
        storage.copy(start..<start + lengths[index] * width, to: base + row * count)
      }
    }
    return result
  }
}
