extension GraphData {
  /// A sequence that is too short for a window, in a sentence, or nil.
  var windowProblem: String? {
    let (graph, shapes) = (network.graph, network.shapes)
    if let problem = sliceProblem { return problem }
    for call in graph.calls where !call.isDistributed {
      guard case .single(.spatial(let layer)) = graph.layers[call.layer], let map = layer.steps,
        let steps = shapes[call.inputs[0]].steps
      else { continue }
      let lengths = lengths(steps)
      guard let example = lengths.firstIndex(where: { map.length($0) < 1 }) else { continue }
      return "\(graph.label(call)) \(layer.windowName(map)), but gets "
        + "\(counted(lengths[example], "time step")) in example \(example); leave it out, or take "
        + "padding: .same"
    }
    return nil
  }

  /// Sequences that are too short for a part of them.
  private var sliceProblem: String? {
    let (graph, shapes) = (network.graph, network.shapes)
    for call in graph.calls where !call.isDistributed {
      guard case .slice(let slice) = graph.layers[call.layer],
        !slice.isOfFeatures, let steps = shapes[call.inputs[0]].steps, steps.fixed == nil,
        let taken = slice.stretch.taken(of: nil)
      else { continue }
      let least = taken.from < 0 ? -taken.from : taken.from + taken.count
      let lengths = lengths(steps)
      guard let example = lengths.firstIndex(where: { $0 < least }) else { continue }
      return "\(graph.label(call)) takes \(slice.text), but gets "
        + "\(counted(lengths[example], "time step")) in example \(example); leave it out"
    }
    return nil
  }
}
