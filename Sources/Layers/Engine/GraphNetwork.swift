import Kernels
import LinearAlgebra

/// A graph with its sizes worked out, ready to run in one precision. It holds no numbers: parameters
/// are in a buffer laid out as `layout` says, activations in `GraphShard`s.
///
/// Its values are those of the graph, and those between the codes that a layer becomes.
struct GraphNetwork<Scalar: KernelScalar>: Sendable {
  let graph: Graph
  /// Time axes whose lengths must agree; only the examples tell.
  let matches: [StepMatch]
  /// The shapes of the graph's values.
  let shapes: [GraphShape]
  /// What the layers compute. A layer that is called twice stands there once.
  let codes: [any LayerCode<Scalar>]
  let layout: ParameterLayout
  /// Where each code's parameters stand, but for sparse tables.
  let parameterRanges: [Range<Int>]
  private let vocabularySizes: [Int]
  /// What runs, in this order.
  private(set) var operations: [GraphOperation] = []
  private(set) var values: [GraphValue] = []
  private(set) var masks: [MaskRule] = []
  /// What is measured or given: the number of a value for each output.
  private(set) var ends: [Int] = []
  /// What of the operations can be done in a way of its own.
  private(set) var shortcuts = GraphShortcuts()
  /// The numbers that an output gives at once; see `stepsAtOnce`.
  let largestOutput: Int

  /// - Parameters:
  ///   - sparseFrom: the numbers in an embedding from which on a batch's rows alone are worked on:
  ///     where they are fewer, a batch reads most of them anyway.
  ///   - largestOutput: 16 million numbers are 64 MB of `Float` for each thread.
  ///   - isSequential: whether the graph is that of a `Sequential`, whose masks change no number.
  /// - Throws: `ModelError`; see `Graph.shapes`.
  init(
    _ graph: Graph, sparseFrom: Int = 65_536, largestOutput: Int = 1 << 24,
    isSequential: Bool = false
  ) throws(ModelError) {
    let shapes = try graph.shapes()
    self.graph = graph
    self.largestOutput = largestOutput
    (matches, self.shapes) = (shapes.matches, shapes.values)
    var plan = GraphPlan<Scalar>(
      graph, shapes.values, sparseFrom: sparseFrom, isSequential: isSequential)
    for index in graph.calls.indices { plan.add(callAt: index) }
    (codes, layout, parameterRanges) = (plan.codes, plan.layout, plan.parameterRanges)
    (operations, values, masks) = (plan.operations, plan.values, plan.masks)
    ends = graph.outputs.map { plan.places[$0.value] }
    vocabularySizes = graph.inputs.indices.map { graph.vocabularySize(ofInput: $0) }
    shortcuts = GraphShortcuts(self)
  }

  // MARK: Facts

  var outputShapes: [GraphShape] { ends.map { values[$0].shape } }

  /// Numbers that an input has in its last axis; 0 where it is of symbols.
  func features(ofInput index: Int) -> Int {
    values[index].shape.isSymbols ? 0 : values[index].shape.size
  }

  /// The smallest vocabulary among the embeddings that read an input; 0 where it is of numbers.
  func vocabularySize(ofInput index: Int) -> Int { vocabularySizes[index] }

  /// Numbers in the parameters' buffer that sparse tables take, before all others.
  var sparseCount: Int {
    shortcuts.tables.reduce(0) { $0 + ParameterLayout.aligned($1.slot.count) }
  }

  /// Whether a layer carries its state from batch to batch.
  var isStateful: Bool { codes.contains(where: \.isStateful) }

  /// How often each value is read, or measured.
  var useCounts: [Int] {
    var counts = values.map { _ in 0 }
    for value in operations.flatMap(\.inputs) + ends { counts[value] += 1 }
    return counts
  }

  /// Whether a layer with parameters is called more than once.
  var callsAgain: Bool {
    let called = operations.compactMap { operation -> Int? in
      guard let code = operation.work.code else { return nil }
      return parameterRanges[code].isEmpty ? nil : code
    }
    return Set(called).count < called.count
  }

  /// For each value whose code hands on its state, or its weights, the operation that gives it.
  var stateProducers: [Int: Int] {
    var result: [Int: Int] = [:]
    for operation in operations {
      guard operation.work.readsState else { continue }
      result[operation.inputs[0]] = operations.firstIndex { $0.output == operation.inputs[0] }
    }
    return result
  }

  /// An input whose time axis a rule is about.
  func input(of rule: MaskRule) -> Int {
    switch rule {
    case .lengths(let input), .nonzero(let input), .unlike(let input, _): input
    case .any(let rules): input(of: masks[rules[0]])
    case .mapped(let rule, _): input(of: masks[rule])
    }
  }

  /// How long the time axis is that a rule is about, where `input` gives that of an input.
  func length(of rule: MaskRule, _ input: (Int) -> Int) -> Int {
    switch rule {
    case .lengths(let index), .nonzero(let index), .unlike(let index, _): input(index)
    case .any(let rules): length(of: masks[rules[0]], input)
    case .mapped(let rule, let map): map.length(length(of: masks[rule], input))
    }
  }

  /// The same network up to what losses work on: the inputs of last activations, where a loss does
  /// those itself. Whatever no output needs any more is left out.
  func measured(by losses: [Loss]) -> GraphNetwork {
    var copy = self
    copy.ends = zip(ends, losses).map { end, loss in
      guard let activation = loss.activation,
        let last = operations.first(where: { $0.output == end }), case .code(let code) = last.work,
        (codes[code] as? ActivationCode<Scalar>)?.isDone(by: activation) ?? false
      else { return end }
      return last.inputs[0]
    }
    var needed = Set(copy.ends)
    for operation in operations.reversed() where needed.contains(operation.output) {
      needed.formUnion(operation.inputs)
    }
    copy.operations = operations.filter { needed.contains($0.output) }
    copy.shortcuts = GraphShortcuts(copy, losses)
    return copy
  }

  /// The same network with some parameters that need no gradient, nor does what needs one only for
  /// them.
  func freezing(_ rules: ParameterRules) -> GraphNetwork {
    if rules.frozen.isEmpty { return self }
    var copy = self
    for operation in operations {
      var learns = operation.inputs.contains { copy.values[$0].needsGradient }
      if let code = operation.work.code {
        var slots = layout.slots.filter { parameterRanges[code].contains($0.offset) }
        if let table = codes[code] as? EmbeddingCode<Scalar> { slots = [table.weights] }
        learns = learns || slots.contains { !rules.isFrozen($0.offset..<$0.offset + $0.count) }
      }
      copy.values[operation.output].needsGradient = learns
    }
    return copy
  }

  func initialParameters(seed: UInt64) -> Buffer<Scalar> {
    var generator = SeededGenerator(seed: seed)
    let parameters = Buffer<Scalar>(count: layout.count)
    for code in codes { code.initialise(parameters.base, using: &generator) }
    return parameters
  }
}

extension Graph {
  /// The layers that are called on an input.
  func readers(ofInput index: Int) -> [GraphLayer] {
    calls.filter { $0.inputs.contains(index) }.map { layers[$0.layer] }
  }

  fileprivate func vocabularySize(ofInput index: Int) -> Int {
    let sizes = readers(ofInput: index).compactMap { layer -> Int? in
      if case .single(.embedding(let embedding)) = layer { embedding.vocabularySize } else { nil }
    }
    return sizes.min() ?? 0
  }
}

/// One thing that is done in a forward pass, and undone in a backward pass.
struct GraphOperation: Sendable {
  enum Work: Sendable {
    /// Of the network's codes, the one with this number.
    case code(Int)
    case concatenate
    case add
    case multiply
    case subtract
    case average
    case dot
    case repeatVector
    case reshape
    /// A part of the state that the code ends with whose output is the input.
    case state(Int)
    /// The first or the second half of each vector.
    case half(Int)
    /// So many time steps from one on, below 0 from the last that counts.
    case steps(from: Int, count: Int)
    /// The numbers of each vector from one on.
    case columns(from: Int)
    /// The same numbers, for each of the output the place of the input's, row-major.
    case permute([Int])
    /// Masked steps become zeros.
    case mask
    /// Of the network's codes, the one with this number, of a query, values and keys.
    case attention(Int)
    /// The weights that the attention ends with whose output is the input.
    case attentionWeights

    /// The number of the code that runs; nil where none does.
    var code: Int? {
      switch self {
      case .code(let code), .attention(let code): code
      default: nil
      }
    }

    /// Whether it reads what a code leaves besides its output.
    var readsState: Bool {
      switch self {
      case .state, .attentionWeights: true
      default: false
      }
    }
  }

  let work: Work
  let inputs: [Int]
  let output: Int
  /// Whether each time step counts as a row.
  let isDistributed: Bool
  /// What its dropout is known by.
  let number: Int
  /// The graph's call that it is a part of.
  let call: Int
  /// Of how many vectors the numbers of each step are, beside which those of the others are put.
  var pixels = 1

  /// Whether a code is given the state before its first step.
  var beginsWithState: Bool {
    if case .code = work { inputs.count > 1 } else { false }
  }
}

/// What is known of a value before there are numbers.
struct GraphValue: Sendable {
  let shape: GraphShape
  /// Which rule says what steps of it are padding; nil where none is.
  let mask: Int?
  /// Whether parameters stand behind it, and so a gradient goes through it.
  var needsGradient: Bool
}

/// Which time steps count.
enum MaskRule: Equatable, Sendable {
  /// Those that an example of this input has.
  case lengths(Int)
  /// Those of them whose symbol is not 0.
  case nonzero(Int)
  /// Those of them whose numbers are not all this.
  case unlike(Int, Float)
  /// Those that count by any of these rules.
  case any([Int])
  /// Those that a layer makes of the steps that count by a rule.
  case mapped(Int, StepMap)
}
