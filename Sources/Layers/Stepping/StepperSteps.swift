extension Stepper {
  /// Feeds a symbol in each row, and returns what the only output gives for each.
  ///
  /// - Throws: `ModelError` if they are not as many as rows, or not in the vocabulary; where another
  ///   input is fed, or there are several outputs.
  public func step(_ symbols: [Int]) throws -> [[Float]] {
    try checkOnly()
    try feed(symbols, input: plan.stepping[0])
    run()
    return output(0)
  }

  /// Feeds a vector in each row, and returns what the only output gives for each.
  ///
  /// - Throws: `ModelError` if they are not as many as rows, or not of as many numbers as the input has
  ///   a time step, or not finite; where another input is fed, or there are several outputs.
  public func step(_ vectors: [[Float]]) throws -> [[Float]] {
    try checkOnly()
    try feed(vectors, input: plan.stepping[0])
    run()
    return output(0)
  }

  /// Feeds what each row has for each input that is fed, and returns what each output gives for each row:
  /// arrays of symbols, of numbers or of vectors, in the order of `stepping:`.
  ///
  /// - Throws: `ModelError` as ``step(_:)-([Int])``.
  public func stepAll<each X: NestedNumbers>(_ inputs: (repeat [each X])) throws -> [[[Float]]] {
    var examples: [Examples] = []
    for part in repeat each inputs { examples.append(Examples(part)) }
    if examples.count != plan.stepping.count {
      throw ModelError(
        "expected a step for each of \(counted(plan.stepping.count, "input")), got \(examples.count)"
      )
    }
    for (input, examples) in zip(plan.stepping, examples) {
      if network.values[input].shape.isSymbols && examples.areIntegers && examples.depth == 1 {
        try feed(examples.symbols, input: input)
      } else {
        try feed(examples.vectors, input: input)
      }
    }
    run()
    return graph.outputs.indices.map { output($0) }
  }

  private func checkOnly() throws(ModelError) {
    if plan.stepping.count != 1 || graph.outputs.count != 1 {
      throw ModelError(
        "the model is fed \(counted(plan.stepping.count, "input")) and has "
          + "\(counted(graph.outputs.count, "output")); call stepAll")
    }
  }

  private func feed(_ symbols: [Int], input: Int) throws(ModelError) {
    let size = vocabularySizes[input]
    try checkRows(symbols.count, input)
    if size == 0 {
      throw ModelError(
        "\(graph.inputLabel(input)) expected a vector of "
          + "\(counted(network.features(ofInput: input), "number")) in each row, got symbols")
    }
    let memory = memory.symbols[input]
    for (row, symbol) in symbols.enumerated() {
      if symbol < 0 || symbol >= size {
        throw ModelError(
          "\(graph.inputLabel(input)) expected symbols from 0 to \(size - 1), got \(symbol) in row "
            + "\(row)")
      }
      memory[row] = Int32(symbol)
    }
  }

  private func feed(_ vectors: [[Float]], input: Int) throws(ModelError) {
    let size = network.features(ofInput: input)
    try checkRows(vectors.count, input)
    if size == 0 {
      throw ModelError("\(graph.inputLabel(input)) expected a symbol in each row, got vectors")
    }
    for (row, vector) in vectors.enumerated() {
      if vector.count != size {
        throw ModelError(
          "\(graph.inputLabel(input)) expected \(counted(size, "number")) a time step, got "
            + "\(vector.count) in row \(row)")
      }
      if let value = vector.first(where: { !$0.isFinite }), !network.isMasked(vector, input) {
        throw ModelError(
          "\(graph.inputLabel(input)) got \(value) in row \(row); inputs are finite, or all of a time step "
            + "is masked by Masking(value:)")
      }
      (memory.values[input].base + row * size).update(from: vector, count: size)
    }
  }

  private func checkRows(_ count: Int, _ input: Int) throws(ModelError) {
    if !hasBegun { throw ModelError("the stepper has not begun; call begin(rows:) or begin(_:)") }
    if count != rows {
      throw ModelError(
        "\(graph.inputLabel(input)) expected a step for each of \(counted(rows, "row")), got \(count)"
      )
    }
  }

  private func run() {
    memory.markPadding(network, plan.stepMasks)
    runner.run(plan.each, memory)
  }

  /// What an output gives for each row.
  private func output(_ index: Int) -> [[Float]] {
    let end = ends[index].value
    let shape = ends[index].shape
    if memory.outputPlaces.isEmpty {
      memory.outputPlaces = ends.map { runner.extent($0.value, memory).places / rows }
    }
    let count = memory.outputPlaces[index]
    let outer = shape.outer.map(runner.length) ?? 1
    let values = memory.values[end].base
    return (0..<rows).map { row in
      if count == 1 {
        return Array(UnsafeBufferPointer(start: values + row * shape.size, count: shape.size))
      }
      var result: [Float] = []
      for step in 0..<length(shape.outer, row) {
        for t in 0..<length(shape.steps, row) {
          let place = (t * outer + step) * rows + row
          result += UnsafeBufferPointer(start: values + place * shape.size, count: shape.size)
        }
      }
      return result
    }
  }

  /// The length of a time axis in a row, padding left out; 1 where there is none.
  private func length(_ axis: StepCount?, _ row: Int) -> Int {
    guard let axis else { return 1 }
    return axis.length { input in
      givenLengths[input].map { $0[origins[row]] } ?? runner.length(.input(input))
    }
  }
}

extension GraphNetwork {
  /// Whether a layer passes over a time step of an input that is this.
  fileprivate func isMasked(_ vector: [Float], _ input: Int) -> Bool {
    masks.contains { rule in
      guard case .unlike(input, let value) = rule else { return false }
      return value.isNaN ? vector.allSatisfy(\.isNaN) : vector.allSatisfy { $0 == value }
    }
  }
}

extension Model {
  /// What feeds the model one time step after another; see ``Stepper``.
  ///
  /// - Parameter stepping: the inputs that are fed, by their places; nil for the only sequence among them.
  ///   All others are given whole.
  /// - Throws: `ModelError` if a layer needs more of a sequence than has been fed, as those do that read
  ///   backwards; it names the layer and says what to do.
  public func stepper(stepping: [Int]? = nil) throws -> Stepper {
    try Stepper(graph, network, parameters, stepping: stepping)
  }
}

extension Model {
  /// What feeds the model one time step after another, its inputs by the names that they were given.
  ///
  ///     let stepper = try model.stepper(stepping: "target")
  ///
  /// - Throws: `ModelError` if no input, or more than one, has a name; and as
  ///   the other `stepper(stepping:)`.
  public func stepper(stepping name: String, _ others: String...) throws -> Stepper {
    let places = try ([name] + others).map { name in
      let places = graph.inputs.indices.filter { graph.inputs[$0].name == name }
      if places.count == 1 { return places[0] }
      let known = graph.inputs.compactMap(\.name)
      throw ModelError(
        "\(places.count) inputs have the name \(name)"
          + (places.isEmpty
            ? "; the model's inputs have "
              + (known.isEmpty
                ? "none: give them names, as Input.symbols(named:)"
                : "the names " + known.joined(separator: ", "))
            : "; give each its own"))
    }
    return try stepper(stepping: places)
  }
}

extension Sequential {
  /// What feeds the model one time step after another; see ``Stepper``.
  ///
  /// - Throws: `ModelError` if a layer needs more of a sequence than has been fed, as those do that read
  ///   backwards; where the model does not know its inputs' size.
  public func stepper() throws -> Stepper {
    try build(features: nil)
    let plain = try Sequential(
      layers: layers.map(\.stateless), features: network.features(ofInput: 0), tensors: tensors)
    return try Model(plain).stepper()
  }
}

extension Layer {
  /// The same layer where each sequence begins with zeros.
  fileprivate var stateless: Layer {
    switch self {
    case .lstm(var layer):
      layer.options.stateful = false
      return .lstm(layer)
    case .gru(var layer):
      layer.options.stateful = false
      return .gru(layer)
    case .simpleRNN(var layer):
      layer.options.stateful = false
      return .simpleRNN(layer)
    default: return self
    }
  }
}
