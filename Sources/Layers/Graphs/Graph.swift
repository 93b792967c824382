/// A model that is a graph, described without its numbers: what it reads, the calls of its layers in an
/// order in which each comes after those that it reads, and what it gives.
///
/// Values are numbered: the inputs first, then what each call gives.
struct Graph: Equatable, Codable, Sendable {
  struct Call: Equatable, Codable, Sendable {
    /// Which of the layers.
    let layer: Int
    let inputs: [Int]
    /// Whether the layer is applied to each time step by itself.
    let isDistributed: Bool
  }

  struct Output: Equatable, Codable, Sendable {
    let value: Int
    let name: String?
  }

  let inputs: [GraphInput]
  private(set) var layers: [GraphLayer] = []
  private(set) var calls: [Call] = []
  private(set) var outputs: [Output] = []

  init(inputs: [GraphInput]) {
    self.inputs = inputs
  }

  var valueCount: Int { inputs.count + calls.count }

  /// Adds a layer, and returns its number.
  mutating func add(_ layer: GraphLayer) -> Int {
    layers.append(layer)
    return layers.count - 1
  }

  /// Adds a call, and returns the number of the value that it gives.
  mutating func add(_ call: Call) -> Int {
    calls.append(call)
    return valueCount - 1
  }

  mutating func add(_ output: Output) { outputs.append(output) }

  // MARK: Names

  func inputLabel(_ index: Int) -> String {
    "input \(index)" + (inputs[index].name.map { " (\($0))" } ?? "")
  }

  /// A layer as messages name it: its place and its type.
  func label(_ call: Call) -> String {
    "layer \(call.layer) (\(typeName(call)))"
  }

  func typeName(_ call: Call) -> String {
    let type = layers[call.layer].typeName
    return call.isDistributed ? "TimeDistributed(\(type))" : type
  }

  /// Whatever gives a value, as messages name it.
  func label(ofValue value: Int) -> String {
    value < inputs.count ? inputLabel(value) : label(calls[value - inputs.count])
  }

  /// The call that gives a value; nil for an input.
  func call(giving value: Int) -> Call? {
    value < inputs.count ? nil : calls[value - inputs.count]
  }

  func outputName(_ index: Int) -> String { outputs[index].name ?? "output_\(index)" }

  func outputLabel(_ index: Int) -> String {
    "output \(index)" + (outputs[index].name.map { " (\($0))" } ?? "")
  }

  // MARK: Order

  /// What is wrong with the numbers of layers and values, as only a file can have them, or nil.
  var orderProblem: String? {
    if max(layers.count, calls.count) > 1000 {
      return "a model has at most 1,000 layers and calls of them"
    }
    if max(inputs.count, outputs.count) > 1000 || calls.contains(where: { $0.inputs.count > 1000 })
    {
      return "a model, and each of its layers, has at most 1,000 inputs and outputs"
    }
    for (index, call) in calls.enumerated() {
      if !layers.indices.contains(call.layer) { return "a call of layer \(call.layer) is no call" }
      for input in call.inputs where !(0..<inputs.count + index).contains(input) {
        return input < valueCount && input >= 0
          ? "\(label(call)) reads what comes of itself; a graph has no circle"
          : "\(label(call)) reads the value \(input), which there is not"
      }
    }
    for output in outputs where !(0..<valueCount).contains(output.value) {
      return "the value \(output.value) is given, which there is not"
    }
    return nil
  }

  /// What is wrong with inputs and outputs as such, or nil.
  var endsProblem: String? {
    if inputs.isEmpty { return "a model has at least one input" }
    if outputs.isEmpty { return "a model has at least one output" }
    for (index, output) in outputs.enumerated() where output.value < inputs.count {
      return "\(outputLabel(index)) is \(inputLabel(output.value)); an output comes from a layer"
    }
    var names: Set<String> = []
    if let name = outputs.indices.map({ outputName($0) }).first(where: {
      !names.insert($0).inserted
    }) {
      return "two outputs have the name \(name); give each its own with named(_:)"
    }
    var used = Set(outputs.map(\.value))
    for (index, call) in calls.enumerated().reversed() where used.contains(inputs.count + index) {
      used.formUnion(call.inputs)
    }
    if let index = inputs.indices.first(where: { !used.contains($0) }) {
      return "\(inputLabel(index)) is not used by any output; call a layer on it, or leave it out"
    }
    return nil
  }
}
