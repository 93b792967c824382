extension Model {
  /// A loss of one vector where there is one for each pixel.
  func imageProblem(ofOutput index: Int, _ loss: Loss) -> String? {
    var value = graph.outputs[index].value
    // Flatten hands on what it is given.
    while let call = graph.call(giving: value), network.shapes[value].image == nil,
      case .single(.spatial(let layer)) = graph.layers[call.layer], layer.kind == .flatten
    { value = call.inputs[0] }
    guard loss.activation == .softmax, let image = network.shapes[value].image, image.pixels > 1,
      value == graph.outputs[index].value || endsWithSoftmax(value)
    else { return nil }
    return
      "\(graph.label(ofValue: value)) gives \(image.description); \(loss.name) expected one "
      + "vector of an output for each class: Reshape(\(image.pixels), \(image.channels)) makes a "
      + "sequence of pixels"
  }

  private func endsWithSoftmax(_ value: Int) -> Bool {
    guard let call = graph.call(giving: value), case .single(let layer) = graph.layers[call.layer]
    else { return false }
    switch layer {
    case .activation(let activation): return activation.function == .softmax
    case .spatial(let spatial): return spatial.activation == .softmax
    default: return false
    }
  }
}
