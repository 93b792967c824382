extension GraphData {
  /// Whether a target of one output counts for nothing, whose time step is padding or masked by weights: it
  /// may be any number, as -1 or -100 are in other libraries.
  func leftOut(_ index: Int, _ sampleWeights: SampleWeights?) -> (Int) -> Bool {
    let shape = network.outputShapes[index]
    if shape.steps == nil || shape.outer != nil { return { _ in false } }
    let parts = (try? sampleWeights?.parts(ofOutput: index, of: network.ends.count)) ?? []
    let masks = parts.compactMap { part -> [[Bool]]? in
      if case .mask(let counts) = part { counts } else { nil }
    }
    let targets = targets[index]
    var last: (example: Int, counts: [UInt8]) = (-1, [])
    return { place in
      let example = targets.lengths.example(at: place)
      let step = place - targets.start(example)
      for mask in masks where mask.indices.contains(example) && mask[example].indices.contains(step)
      {
        if !mask[example][step] { return true }
      }
      // A model's own mask, which is worked out once an example.
      if last.example != example {
        last = (example, self.mask(of: self.network.ends[index], example))
      }
      return last.counts.indices.contains(step) && last.counts[step] == 0
    }
  }

  /// 0 where a mask of the model leaves out a step of an example; empty where all count.
  private func mask(of value: Int, _ example: Int) -> [UInt8] {
    guard let mask = network.values[value].mask else { return [] }
    if case .lengths = network.masks[mask] { return [] }
    return inputWindow([example]).masks(network.masks, network)[mask]
  }

  /// For each example the steps of a value that count; nil where all do that it has.
  func countedSteps(of value: Int) -> [[Int]]? {
    guard let mask = network.values[value].mask else { return nil }
    if case .lengths = network.masks[mask] { return nil }
    return (0..<count).map { example in
      let window = inputWindow([example])
      let counts = window.masks(network.masks, network)[mask]
      return counts.isEmpty
        ? Array(0..<window.time(of: network.values[value].shape))
        : counts.indices.filter { counts[$0] != 0 }
    }
  }
}
