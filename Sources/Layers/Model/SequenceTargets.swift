// What losses of sequences read, and what is wrong with it.

extension Loss {
  /// What a loss cannot do with an output of this shape, in words that follow "with NAME expected", or
  /// nil.
  func problem(of shape: GraphShape) -> String? {
    if case .step(let step) = kind { return step.problem(ofOutputs: shape.size) }
    guard let loss = ofSequences else { return nil }
    // Of sequences of sequences, only attention's weights are outputs.
    if shape.steps == nil || shape.outer != nil && loss != .pointer {
      return "an output for each time step of a sequence, got \(shape.description)"
    }
    return loss.problem(ofOutputs: shape.size)
  }
}

/// What is wrong with targets for a loss of sequences, in words that follow the name of the last layer,
/// or nil.
///
/// - Parameters:
///   - lengths: how many time steps each example has.
///   - counted: which of them count, where a mask leaves out others.
///   - weights: of `sampleWeights`, which may mask more of them.
///   - columns: numbers that the last layer gives a time step.
func sequenceTargetProblem(
  _ targets: Examples, lengths: ExampleLengths, counted steps: [[Int]]?, _ weights: TargetWeights?,
  columns: Int, _ loss: SequenceLoss
) -> String? {
  if let problem = targets.problem { return "cannot use its targets: \(problem)" }
  if targets.count != lengths.count {
    return
      "expected a target for each of \(counted(lengths.count, "example")), got \(targets.count)"
  }
  if !targets.areIntegers || targets.depth > 2 {
    return "with \(loss.name) expected a sequence of integers for each example, got "
      + targets.description
  }
  for (example, length) in lengths.enumerated() {
    let target = targets.sequence(example)
    if loss.hasTargetPerStep && target.count != length {
      return "expected a target for each time step: example \(example) has "
        + "\(counted(length, "time step")) and \(counted(target.count, "target"))"
    }
    let given = steps?[example] ?? Array(0..<length)
    let counting = weights?.remaining(given, of: example) ?? given
    let isMasked = weights?.masks(example) ?? false
    // An example that is masked as a whole counts for nothing.
    if isMasked && counting.isEmpty { continue }
    if let problem = loss.problem(
      ofTarget: target, steps: length, counted: counting, columns: columns)
    {
      return "with \(loss.name) expected \(problem) in example \(example)"
        + (isMasked ? ", of which sampleWeights mask steps; mask fewer, or all of it" : "")
    }
  }
  return nil
}

extension Examples {
  /// The integers of one example.
  func sequence(_ example: Int) -> ArraySlice<Int> {
    let start = start(example)
    return (start..<start + lengths[example]).map(storage.integer)[...]
  }
}

// MARK: Attention

extension Examples {
  /// For each target step of one example the places that attention's weights may point to.
  ///
  /// - Parameter isOneQuery: whether there is one query, which all places are for.
  func places(_ example: Int, isOneQuery: Bool) -> [[Int]] {
    if isOneQuery { return [Array(sequence(example))] }
    let first = start(example)
    return (first..<first + lengths[example]).map { step in
      (step * width..<(step + 1) * width).map { storage.integer($0) }
    }
  }
}

/// What is wrong with the places that attention's weights are to point to, in words that follow the name
/// of the layer, or nil.
///
/// - Parameters:
///   - steps: for each example how many queries it has; nil where there is one for each.
///   - source: how many time steps each source has.
///   - counted: which of those count, where a mask leaves out others.
func placesProblem(
  _ targets: Examples, steps: ExampleLengths?, source: ExampleLengths, counted counting: [[Int]]?
) -> String? {
  if let problem = targets.problem { return "cannot use its targets: \(problem)" }
  if targets.count != source.count {
    return
      "expected a target for each of \(counted(source.count, "example")), got \(targets.count)"
  }
  if !targets.areIntegers || targets.depth > (steps == nil ? 2 : 3) {
    return "with pointer expected places, which are integers, for each "
      + "\(steps == nil ? "example" : "time step"), got \(targets.description)"
  }
  for example in source.indices {
    let places = targets.places(example, isOneQuery: steps == nil)
    if let steps, places.count != steps[example] {
      return "expected a target for each time step: example \(example) has "
        + "\(counted(steps[example], "time step")) and \(counted(places.count, "target"))"
    }
    for (step, places) in places.enumerated() {
      if let problem = PointerLoss<Float>.problem(
        ofTarget: places[...], steps: source[example],
        counted: counting?[example] ?? Array(0..<source[example]), columns: 1, mayRepeat: true)
      {
        return "with pointer expected \(problem)"
          + (steps == nil ? "" : " for step \(step)") + " in example \(example)"
      }
    }
  }
  return nil
}

// MARK: CRFs

/// What is wrong with a CRF and its loss, of which each asks for the other, in words that follow the name
/// of the last layer, or nil.
///
/// - Parameters:
///   - isChain: whether the last layer is a CRF.
///   - size: numbers that it gives a time step.
func chainProblem(isChain: Bool, size: Int, _ loss: Loss) -> String? {
  if isChain == (loss == .crf) { return nil }
  return isChain
    ? "expected the loss crf, which its transitions learn by, got \(loss.name); take that, or leave "
      + "the CRF out"
    : "with crf expected a CRF to hold the transitions; put CRF(\(size)) behind it"
}
