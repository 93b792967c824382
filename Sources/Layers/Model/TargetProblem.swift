/// What is wrong with targets, in words that follow the name of the last layer, or nil.
///
/// - Parameters:
///   - lengths: how many time steps each example has that asks for a target.
///   - rowAdvice: what to say to those who may have meant vectors; see `Examples`.
///   - isLeftOut: whether a time step counts for nothing, whose class may be none.
func targetProblem(
  _ targets: Examples, lengths: ExampleLengths, rowAdvice: String, _ output: Flow, _ loss: Loss,
  isLeftOut: (Int) -> Bool = { _ in false }
) -> String? {
  if let problem = targets.problem { return "cannot use its targets: \(problem)" }
  if targets.count != lengths.count {
    return
      "expected a target for each of \(counted(lengths.count, "example")), got \(targets.count)"
  }
  let isSequence = if case .sequence = output { true } else { false }
  let got = "\(loss.name) expected"
  if loss.takesClasses {
    let fits =
      targets.areIntegers
      && (isSequence
        ? targets.depth == 2 || targets.depth == 3 && targets.width == 1
        : targets.depth == 1 || targets.depth == 2 && targets.areSingle)
    if !fits {
      return "with \(got) the number of a class for each \(isSequence ? "time step" : "example"), "
        + "got \(targets.description)\(targets.classAdvice(output.size, isSequence: isSequence))"
    }
    if let step = targets.firstClass(outside: 0..<output.size, isLeftOut) {
      let place = isSequence ? targets.place(step) : "example \(step)"
      return "with \(got) classes from 0 to \(output.size - 1), got "
        + "\(targets.storage.integer(step)) in \(place)"
        + (targets.storage.integer(step) < 0
          ? "; SampleWeights.mask leaves a target out"
          : targets.storage.integer(step) == output.size ? "; classes are counted from 0" : "")
    }
  } else {
    // A model with one output may have its targets without their innermost array.
    let full = isSequence ? 3 : 2
    let wanted = loss.targetSize(of: output.size)
    let fits = targets.depth == full || targets.depth == full - 1 && wanted == 1
    let size = isSequence ? targets.width : targets.lengths.first ?? wanted
    let isEven = isSequence || targets.lengths.allSatisfy { $0 == size }
    let many = wanted == output.size ? "as many" : "\(counted(wanted, "number")) as"
    if !fits || size != wanted || !isEven {
      return "gives \(output.description); \(got) \(many) targets, got \(targets.description)"
        + (targets.depth == 2 && !isSequence ? ", the first with \(size)" : "")
        + (targets.depth == 1 || targets.depth == 3
          ? targets.numberAdvice(loss, isSequence: isSequence) : isSequence ? rowAdvice : "")
    }
  }
  if isSequence,
    let index = lengths.indices.first(where: { lengths[$0] != targets.lengths[$0] })
  {
    return "expected a target for each time step: example \(index) has "
      + "\(counted(lengths[index], "time step")) and "
      + "\(counted(targets.lengths[index], "target"))"
  }
  return nil
}

/// What is wrong with the numbers of targets that otherwise fit, in words that follow the name of the
/// last layer, or nil.
///
/// - Parameter counts: whether a time step is not padding, whose targets may be anything.
func valueProblem(
  _ targets: Examples, _ output: Flow, _ loss: Loss, counts: (Int) -> Bool
) -> String? {
  if loss.takesClasses { return nil }
  let isSequence = if case .sequence = output { true } else { false }
  let finite: ClosedRange<Float> = -.greatestFiniteMagnitude ... .greatestFiniteMagnitude
  // With room for rounding.
  let range: ClosedRange<Float> =
    loss.activation != nil
    ? -0.001...1.001 : loss == .poisson ? 0 ... .greatestFiniteMagnitude : finite
  func place(_ row: Int) -> String { isSequence ? targets.place(row) : "example \(row)" }
  let size = loss.targetSize(of: output.size)
  for row in 0..<targets.storage.count / size where !isSequence || counts(row) {
    var sum = 0.0
    for index in row * size..<(row + 1) * size {
      let value = targets.storage.number(index)
      sum += Double(value)
      if range.contains(value) { continue }
      let wanted =
        loss.activation == nil
        ? loss == .poisson ? "finite counts, at least 0" : "finite targets"
        : loss == .binaryCrossEntropy ? "targets from 0 to 1" : "probabilities"
      return "with \(loss.name) expected \(wanted), got \(targets.text(at: index)) in "
        + place(row)
    }
    if loss == .categoricalCrossEntropy, abs(sum - 1) > 0.001 {
      return "with \(loss.name) expected probabilities that sum to 1, got a sum of "
        + "\(Float(sum)) in \(place(row))"
    }
  }
  return nil
}

extension Examples {
  /// Where the first class stands that is none and counts.
  fileprivate func firstClass(outside range: Range<Int>, _ isLeftOut: (Int) -> Bool) -> Int? {
    guard let first = storage.firstInteger(outside: range) else { return nil }
    return (first..<storage.count).first { !range.contains(storage.integer($0)) && !isLeftOut($0) }
  }

  /// What to say to those who gave other targets than classes.
  fileprivate func classAdvice(_ classes: Int, isSequence: Bool) -> String {
    let full = isSequence ? 3 : 2
    if depth == full, probabilities(of: classes, isSequence: isSequence) {
      return "; for a probability of each class there is categoricalCrossEntropy"
    }
    if let advice = stepAdvice(isSequence: isSequence) { return advice }
    return areIntegers ? "" : "; classes are integers, as Int($0) makes of them"
  }

  /// What to say to those who gave other targets than numbers for each output.
  fileprivate func numberAdvice(_ loss: Loss, isSequence: Bool) -> String {
    if loss == .categoricalCrossEntropy, areIntegers, depth == (isSequence ? 2 : 1) {
      return "; for the numbers of classes there is sparseCategoricalCrossEntropy"
    }
    return stepAdvice(isSequence: isSequence) ?? ""
  }

  /// What to say to those whose targets are for examples and not for time steps, or the reverse.
  private func stepAdvice(isSequence: Bool) -> String? {
    if isSequence && depth == 1 {
      return "; for one an example, leave returnSequences out of the last recurrent layer"
    }
    if !isSequence && (depth == 3 || depth == 2 && areIntegers) {
      return "; for one a time step, give the last recurrent layer returnSequences: true"
    }
    return nil
  }

  /// Whether the first example is a probability for each class.
  private func probabilities(of classes: Int, isSequence: Bool) -> Bool {
    let size = isSequence ? width : lengths.first ?? 0
    guard size == classes, storage.count >= size else { return false }
    let sum = (0..<size).reduce(0) { $0 + storage.number($1) }
    return abs(sum - 1) < 0.001
  }

  /// Whether every example is a single number in an array of its own.
  fileprivate var areSingle: Bool { lengths.allSatisfy { $0 == 1 } }
}
