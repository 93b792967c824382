import Kernels

/// Feeds a model one time step after another: for streams, and for decoders, which choose each symbol
/// from what the model gave for the last one.
///
///     let stepper = try model.stepper()
///     for symbol in symbols { probabilities = try stepper.step([symbol])[0] }
///
/// The outputs of a step equal, to the last bit, what `predictSequences` gives for that time step of the
/// whole sequence. If the last recurrent layer does not return sequences, they are what `predict` gives
/// for the sequence so far.
///
/// Inputs that are not fed are given whole, for each row, and an encoder reads them once. A model that
/// was trained with the right answer as its second input can therefore decode as it is:
///
///     let stepper = try model.stepper(stepping: [1])
///     try stepper.begin([source])
///     var symbol = start
///     while symbol != end {
///       let likely = try stepper.step([symbol])[0]
///       symbol = Sampler.likeliest(likely)
///     }
///
/// A stepper takes the model's weights as they are when it is made.
public final class Stepper {
  let graph: Graph
  let network: GraphNetwork<Float>
  let plan: StepPlan
  let runner: StepRunner
  /// What is given, for each example; nil if nothing is.
  private var given: StepMemory?
  /// Of each given input, how many time steps each example has.
  private(set) var givenLengths: [Int: [Int]] = [:]
  /// The present step's memory, and those of other numbers of rows.
  private(set) var memory: StepMemory
  private var memories: [Int: StepMemory] = [:]
  private(set) var origins = [0]
  private(set) var hasBegun = false
  /// Of each input the symbols that it may be fed; 0 if it is of numbers.
  let vocabularySizes: [Int]
  let ends: [(value: Int, shape: GraphShape)]
  /// Given values that the steps read.
  private let needed: [Int]

  init(
    _ graph: Graph, _ network: GraphNetwork<Float>, _ weights: Buffer<Float>, stepping: [Int]?
  ) throws(ModelError) {
    var inputs = stepping ?? []
    if stepping == nil { inputs = try StepPlan.onlySequence(network) }
    let stepping = inputs
    if let problem = StepPlan.problem(stepping: stepping, network) { throw ModelError(problem) }
    let plan = try StepPlan(network, stepping: stepping)
    let parameters = Buffer<Float>(count: weights.count)
    parameters.base.update(from: weights.base, count: weights.count)
    (self.graph, self.network, self.plan) = (graph, network, plan)
    vocabularySizes = graph.inputs.indices.map { network.vocabularySize(ofInput: $0) }
    ends = network.ends.map { ($0, network.values[$0].shape) }
    runner = StepRunner(network, plan, parameters: parameters)
    memory = StepMemory(network, rows: 1, capacity: runner.lengths)
    let read = plan.each.flatMap { network.operations[$0].inputs } + network.ends
    needed = Set(read).filter { plan.kinds[$0] == .given }.sorted()
    if stepping.count == graph.inputs.count { start() }
  }

  /// How many sequences are fed side by side.
  public var rows: Int { memory.rows }

  // MARK: Beginning

  /// Starts again, with first states, for this many rows.
  ///
  /// - Throws: `ModelError` if the model has inputs that are given whole, or there are no rows.
  public func begin(rows: Int = 1) throws {
    if plan.stepping.count < graph.inputs.count {
      throw ModelError(try givenProblem([]) ?? "")
    }
    if rows < 1 { throw ModelError("a stepper has \(rows) rows; it has at least 1") }
    place(Array(repeating: 0, count: rows))
    start()
  }

  /// Starts again, with an example for each row of each input that is not fed, in their order. Whatever
  /// depends only on these is computed here, once.
  ///
  /// - Throws: `ModelError` if the examples do not fit the model; see `predict`.
  public func begin<each X: NestedNumbers>(_ inputs: (repeat [each X])) throws {
    var examples: [Examples] = []
    for part in repeat each inputs { examples.append(Examples(part)) }
    if let problem = try givenProblem(examples) { throw ModelError(problem) }
    try read(examples)
    for memory in Array(memories.values) + [memory] { memory.forget() }
    place(Array(0..<examples[0].count))
    start()
  }

  private func givenProblem(_ examples: [Examples]) throws -> String? {
    let wanted = graph.inputs.indices.filter { !plan.stepping.contains($0) }
    if examples.count != wanted.count {
      let names = wanted.map { graph.inputLabel($0) }.joined(separator: ", ")
      return "expected examples for "
        + (wanted.isEmpty ? "no input, since all of them are fed" : names)
        + ", got \(counted(examples.count, "array")); begin(_:) takes one for each input that is not fed"
    }
    return examples.first?.count == 0 ? "there are no examples to begin with" : nil
  }

  /// Computes what depends on given inputs alone.
  private func read(_ examples: [Examples]) throws(ModelError) {
    let count = examples[0].count
    var rest = examples[...]
    let all = graph.inputs.indices.map { input -> Examples in
      if !plan.stepping.contains(input) { return rest.removeFirst() }
      let features = network.features(ofInput: input)
      if features == 0 { return Examples([[Int]](repeating: [0], count: count)) }
      let step = [Float](repeating: 0, count: features)
      return Examples([[[Float]]](repeating: [step], count: count))
    }
    let data = try GraphData(
      inputs: all, targets: [], for: network, losses: [], unread: plan.stepping)
    let window = data.window(0..<count)
    runner.lengths = window.parts.map(\.time)
    if zip(memory.capacity, runner.lengths).contains(where: { $0 < $1 }) {
      memories = [:]
      memory = StepMemory(network, rows: 1, capacity: runner.lengths)
    }
    let given = StepMemory(network, rows: count, capacity: runner.lengths)
    given.load(window, masks: window.masks(network.masks, network))
    runner.run(plan.once, given)
    self.given = given
    givenLengths = [:]
    for (input, part) in window.parts.enumerated() where !part.lengths.isEmpty {
      givenLengths[input] = plan.stepping.contains(input) ? nil : part.lengths
    }
  }

  private func start() {
    for index in plan.each where plan.carries[index] { runner.begin(index, memory) }
    hasBegun = true
  }

  // MARK: Rows

  /// Makes rows of these examples the present ones, with whatever states.
  private func place(_ origins: [Int]) {
    self.origins = origins
    if memory.rows != origins.count {
      memories[memory.rows] = memory
      memory =
        memories[origins.count]
        ?? StepMemory(network, rows: origins.count, capacity: memory.capacity)
    }
    guard let given, memory.origins != origins else { return }
    memory.take(needed, of: given, network, origins) { [runner, given] value in
      runner.extent(value, given).places / given.rows
    }
    for (index, rule) in network.masks.enumerated() {
      let input = network.input(of: rule)
      if plan.stepping.contains(input) { continue }
      memory.takeMask(index, of: given, origins, time: runner.lengths[input])
    }
    memory.origins = origins
  }

  /// Replaces the rows by copies of some of them, with their states and with what was given for them:
  /// `reorder([2, 0, 0])` continues with the third row and twice with the first.
  ///
  /// - Precondition: each place is that of a row, and there is at least one.
  public func reorder(_ places: [Int]) {
    if let problem = StepperState.problem(with: places, rows: rows) { fatalError(problem) }
    if places == Array(0..<rows) { return }
    put(state.reordered(places))
  }

  // MARK: States

  /// The states after the last step.
  public var state: StepperState {
    let parts = carried.map { index, part, size in
      let start = memory.states[index].base + part * rows * size
      return Array(UnsafeBufferPointer(start: start, count: rows * size))
    }
    return StepperState(parts: parts, origins: origins)
  }

  /// Goes on from a state that the stepper had since it was last begun, or one of other numbers.
  ///
  /// - Throws: `ModelError` if it is not of this model, was set to vectors of other sizes, or is not of the examples that were given.
  public func set(_ state: StepperState) throws {
    if let problem = state.problem { throw ModelError(problem) }
    let sizes = carried.map { state.rows * $0.size }
    if state.parts.map(\.count) != sizes {
      throw ModelError(
        "the state is of another model: it has vectors of "
          + "\(state.parts.map { $0.count / state.rows }) numbers, expected \(carried.map(\.size))")
    }
    if let origin = state.origins.first(where: { $0 >= given?.rows ?? 1 }) {
      throw ModelError(
        "the state is of example \(origin), and \(counted(given?.rows ?? 1, "example")) were given; "
          + "begin with the same examples")
    }
    put(state)
    hasBegun = true
  }

  private func put(_ state: StepperState) {
    place(state.origins)
    for ((index, part, size), values) in zip(carried, state.parts) {
      (memory.states[index].base + part * rows * size).update(from: values, count: rows * size)
    }
  }

  /// The vectors of the states that are carried: of which operation, the how manyth, and how many numbers.
  private var carried: [(index: Int, part: Int, size: Int)] {
    plan.each.filter { plan.carries[$0] }.flatMap { index in
      let size = network.values[network.operations[index].output].shape.size
      return (0..<memory.states[index].count / (memory.rows * size)).map { (index, $0, size) }
    }
  }
}
