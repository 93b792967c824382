/// What the targets of one output count, ready to be cut into batches.
struct TargetWeights: Sendable {
  /// One for each time step, or one for each example where there is none or the loss is one of
  /// sequences; empty where all are 1.
  private(set) var factors: [Float] = []
  /// 0 for a time step that is left out; empty where none is.
  private(set) var mask: [UInt8] = []
  /// For each example its time steps; 1 where the output is a vector.
  private let lengths: ExampleLengths
  private let isPerStep: Bool
  /// Whether the loss is one of sequences, so that a factor is one of an example.
  private let isOfSequences: Bool

  /// - Parameters:
  ///   - steps: for each example its time steps; nil where the output is a vector.
  ///   - columns: numbers in each output.
  /// - Throws: `ModelError` where the weights do not fit the targets.
  init(
    _ parts: [SampleWeights.Part], for targets: Examples, steps: ExampleLengths?, columns: Int,
    _ loss: Loss
  ) throws(ModelError) {
    isPerStep = steps != nil
    isOfSequences = loss.ofSequences != nil
    lengths = steps ?? ExampleLengths(count: targets.count, length: 1)
    for part in parts {
      let problem: String? =
        switch part {
        case .samples(let weights): add(samples: weights)
        case .steps(let weights): add(steps: weights, loss)
        case .classes(let weights): add(classes: weights, targets, columns, loss)
        case .mask(let counts): add(mask: counts)
        }
      if let problem { throw ModelError("sampleWeights \(problem)") }
    }
  }

  /// Whether a mask leaves out time steps of an example.
  func masks(_ example: Int) -> Bool {
    let start = lengths.start(example)
    return !mask.isEmpty && mask[start..<start + lengths[example]].contains(0)
  }

  /// Those of an example's time steps that no mask leaves out.
  func remaining(_ steps: [Int], of example: Int) -> [Int] {
    mask.isEmpty ? steps : steps.filter { mask[lengths.start(example) + $0] != 0 }
  }

  // MARK: Batches

  /// Those of these examples, padded to so many time steps.
  func window(_ rows: some Collection<Int>, time: Int) -> WindowWeights<Float> {
    var result = WindowWeights<Float>()
    if !factors.isEmpty {
      result.factors =
        isOfSequences ? rows.map { factors[$0] } : padded(factors, rows, time)
    }
    if !mask.isEmpty { result.mask = padded(mask, rows, time) }
    return result
  }

  private func padded<Number: ExpressibleByIntegerLiteral>(
    _ numbers: [Number], _ rows: some Collection<Int>, _ time: Int
  ) -> [Number] {
    var result = [Number](repeating: 0, count: rows.count * time)
    for (row, example) in rows.enumerated() {
      for t in 0..<lengths[example] { result[row * time + t] = numbers[lengths.start(example) + t] }
    }
    return result
  }

  // MARK: Parts

  private mutating func multiply(_ weights: [Float]) {
    factors = factors.isEmpty ? weights : zip(factors, weights).map { $0 * $1 }
  }

  private mutating func add(samples weights: [Float]) -> String? {
    if weights.count != lengths.count {
      return "expected a weight for each of \(counted(lengths.count, "example")), got "
        + "\(weights.count)"
    }
    for (example, weight) in weights.enumerated() {
      if let problem = Self.problem(weight, "example \(example)") { return problem }
    }
    multiply(
      isOfSequences
        ? weights : zip(weights, lengths).flatMap { Array(repeating: $0, count: $1) })
    return nil
  }

  private mutating func add(steps weights: [[Float]], _ loss: Loss) -> String? {
    if isOfSequences {
      return "are perStep, but \(loss.name) is a loss of whole sequences; take perSample or a mask"
    }
    if let problem = lengthProblem(weights.map(\.count), "weight") { return problem }
    for (example, weights) in weights.enumerated() {
      for (step, weight) in weights.enumerated() {
        if let problem = Self.problem(weight, "example \(example), step \(step)") { return problem }
      }
    }
    multiply(Array(weights.joined()))
    return nil
  }

  private mutating func add(mask counts: [[Bool]]) -> String? {
    if let problem = lengthProblem(counts.map(\.count), "value") { return problem }
    let given = counts.joined().map { $0 ? UInt8(1) : 0 }
    mask = mask.isEmpty ? given : zip(mask, given).map { $0 & $1 }
    return nil
  }

  private mutating func add(
    classes weights: [Float], _ targets: Examples, _ columns: Int, _ loss: Loss
  ) -> String? {
    if isOfSequences {
      return "are perClass, but \(loss.name) is a loss of whole sequences; take perSample or a mask"
    }
    guard let classes = targets.classes(columns, loss) else {
      return "are perClass, but the targets of \(loss.name) are no classes; take "
        + (isPerStep ? "perSample or perStep" : "perSample")
    }
    let count = loss.takesClasses || columns > 1 ? columns : 2
    if weights.count != count {
      return "expected a weight for each of \(count) classes, got \(weights.count)"
    }
    for (number, weight) in weights.enumerated() {
      if let problem = Self.problem(weight, "class \(number)") { return problem }
    }
    if weights.allSatisfy({ $0 == 0 }) {
      return "are 0 for each class; nothing would be learnt"
    }
    // What is no class is left out by a mask.
    multiply(classes.map { weights.indices.contains($0) ? weights[$0] : 0 })
    return nil
  }

  private func lengthProblem(_ given: [Int], _ noun: String) -> String? {
    if !isPerStep {
      return "expected a weight for each example, as the output has no time steps; take perSample"
    }
    if given.count != lengths.count {
      return "expected an array for each of \(counted(lengths.count, "example")), got "
        + "\(given.count)"
    }
    guard let example = given.indices.first(where: { given[$0] != lengths[$0] }) else { return nil }
    return "expected a \(noun) for each time step: example \(example) has "
      + "\(counted(lengths[example], "time step")) and \(counted(given[example], noun))"
  }

  private static func problem(_ weight: Float, _ place: String) -> String? {
    if weight >= 0 && weight.isFinite { return nil }
    return "are finite and at least 0, got \(weight) in \(place)"
  }
}

extension Examples {
  /// The class of each target; nil where a loss has none.
  fileprivate func classes(_ columns: Int, _ loss: Loss) -> [Int]? {
    if loss.takesClasses { return (0..<storage.count).map { storage.integer($0) } }
    let values = (0..<storage.count).map { storage.number($0) }
    if loss == .binaryCrossEntropy && columns == 1 { return values.map { $0 > 0.5 ? 1 : 0 } }
    if loss != .categoricalCrossEntropy { return nil }
    return stride(from: 0, to: values.count, by: columns).map { start in
      (1..<columns).reduce(0) { values[start + $1] > values[start + $0] ? $1 : $0 }
    }
  }
}
