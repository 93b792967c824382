// What losses of sequences read, and what is wrong with it.

extension Loss {
  /// What a loss cannot do with an output of this shape, in words that follow "with NAME expected", or
  /// nil.
  func problem(of shape: GraphShape) -> String? {
    guard let loss = ofSequences else { return nil }
    if shape.steps == nil || shape.outer != nil {
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
///   - columns: numbers that the last layer gives a time step.
func sequenceTargetProblem(
  _ targets: Examples, lengths: ExampleLengths, counted steps: [[Int]]?, columns: Int,
  _ loss: SequenceLoss
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
    let counting = steps?[example] ?? Array(0..<length)
    if let problem = loss.problem(
      ofTarget: target, steps: length, counted: counting, columns: columns)
    {
      return "with \(loss.name) expected \(problem) in example \(example)"
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
