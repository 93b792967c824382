// The shapes of layers that take several values.

extension Graph {
  func merged(
    _ call: Call, _ shapes: [GraphShape], _ matches: inout [StepMatch]
  ) throws(ModelError) -> GraphShape {
    func mismatch(_ index: Int, _ advice: String) -> ModelError {
      let (first, other) = (label(ofValue: call.inputs[0]), label(ofValue: call.inputs[index]))
      return ModelError(
        "expected values of one shape, got \(shapes[0].description) from \(first) and "
          + "\(shapes[index].description) from \(other)\(advice)")
    }
    if let index = shapes.firstIndex(where: \.isSymbols) {
      throw ModelError(
        "expected numbers, got symbols from \(label(ofValue: call.inputs[index])); put an Embedding "
          + "between them")
    }
    var result = shapes[0]
    for (index, shape) in shapes.enumerated().dropFirst() {
      if (shape.steps == nil) != (result.steps == nil) {
        throw mismatch(index, "; RepeatVector makes a sequence of a vector")
      }
      guard let outer = match(result.outer, shape.outer, call, &matches),
        let steps = match(result.steps, shape.steps, call, &matches)
      else { throw mismatch(index, "") }
      (result.outer, result.steps) = (outer, steps)
      if result.image != nil || shape.image != nil {
        guard
          let image = result.merged(with: shape, addsChannels: layers[call.layer] == .concatenate)
        else { throw mismatch(index, "; images have one height and width") }
        (result.image, result.size) = (image, image.size)
        continue
      }
      if layers[call.layer] == .concatenate {
        result.size += shape.size
      } else if shape.size != result.size
        && (layers[call.layer] == .dot || shape.size != 1 && result.size != 1)
      {
        throw mismatch(index, "; a Dense layer gives one of them the size of the other")
      } else {
        result.size = max(result.size, shape.size)
      }
    }
    if layers[call.layer] == .dot {
      (result.size, result.image) = (1, nil)
    }
    return result
  }

  /// The time axis of two that are beside each other; nil where they cannot be.
  func match(
    _ first: StepCount?, _ second: StepCount?, _ call: Call, _ matches: inout [StepMatch]
  ) -> StepCount?? {
    guard let first, let second else { return first == nil && second == nil ? .some(nil) : nil }
    if first == second { return first }
    if case .fixed = first, case .fixed = second { return nil }
    matches.append(StepMatch(first: first, second: second, label: label(call)))
    if case .fixed = second { return second }
    return first
  }
}
