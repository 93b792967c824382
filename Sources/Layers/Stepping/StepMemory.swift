import Kernels

/// The numbers of some rows: of what is given whole, or of one time step.
final class StepMemory {
  let rows: Int
  /// The most time steps of each input that there is room for.
  let capacity: [Int]
  /// For each value, time × rows × size.
  let values: [Buffer<Float>]
  /// For each input, time × rows; empty where it is of numbers.
  let symbols: [UnsafeMutableBufferPointer<Int32>]
  /// For each rule, time × rows.
  let masks: [UnsafeMutableBufferPointer<UInt8>]
  var hasMask: [Bool]
  /// For each operation its code's states, rows × state size, and memory.
  let states: [Buffer<Float>]
  let scratches: [Buffer<Float>]
  /// For each operation the pass that it runs, once it is known, and for each output its vectors in a row.
  var passes: [StepPass?]
  var outputPlaces: [Int] = []
  /// The examples that the rows' given values are of, where they stand there.
  var origins: [Int] = []

  init(_ network: GraphNetwork<Float>, rows: Int, capacity: [Int]) {
    self.rows = rows
    self.capacity = capacity
    func extent(_ value: Int, isDistributed: Bool = false) -> GraphExtent {
      GraphExtent(network.values[value].shape, rows: rows, isDistributed: isDistributed) {
        $0.length { capacity[$0] }
      }
    }
    values = network.values.enumerated().map { index, value in
      Buffer(count: value.shape.isSymbols ? 0 : extent(index).places * value.shape.size)
    }
    symbols = network.graph.inputs.indices.map { index in
      let count = network.values[index].shape.isSymbols ? extent(index).places : 0
      let memory = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
      memory.initialize(repeating: 0)
      return memory
    }
    masks = network.masks.map { rule in
      let memory = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: rows * capacity[network.input(of: rule)])
      memory.initialize(repeating: 1)
      return memory
    }
    hasMask = network.masks.map { _ in false }
    passes = network.operations.map { _ in nil }
    let sizes = network.operations.map { operation -> (states: Int, scratch: Int) in
      let attention = AttentionExtent(network, operation, rows: rows) { $0.length { capacity[$0] } }
      if let attention { return (attention.weightCount, attention.scratchCount) }
      guard case .code(let number) = operation.work else { return (0, 0) }
      let code = network.codes[number]
      let part = extent(operation.inputs[0], isDistributed: operation.isDistributed)
      return (part.rows * code.stateSize, code.scratchCount(rows: part.rows, time: part.time))
    }
    states = sizes.map { Buffer(count: $0.states) }
    scratches = sizes.map { Buffer(count: $0.scratch) }
  }

  /// Says that what is given, and how long it is, is to be found out again.
  func forget() {
    origins = []
    passes = passes.map { _ in nil }
    outputPlaces = []
  }

  deinit {
    for memory in symbols { memory.deallocate() }
    for memory in masks { memory.deallocate() }
  }
}

/// A symbol's vector times the weights of the layer that reads it, of the whole vocabulary: what a model
/// that reads one symbol at a time would compute again and again.
final class StepProjections {
  /// The embedding's input, and where its table stands.
  let input: Int
  let table: ParameterSlot
  let products: Buffer<Float>
  private let symbols: UnsafeMutableBufferPointer<Int32>
  private var isProjected = false

  /// The numbers of the largest table: 16 MB of `Float`.
  private static var largest: Int { 1 << 22 }

  /// - Returns: nil where an operation does not read an embedding alone, or the table would be large.
  init?(_ network: GraphNetwork<Float>, _ operation: GraphOperation) {
    guard case .code(let number) = operation.work, !operation.isDistributed else { return nil }
    let width = network.codes[number].projectionWidth
    var value = operation.inputs[0]
    while let source = network.operations.first(where: { $0.output == value }),
      case .code(let other) = source.work
    {
      value = source.inputs[0]
      if network.codes[other] is DropoutCode<Float> { continue }
      guard let embedding = network.codes[other] as? EmbeddingCode<Float>, width > 0,
        embedding.weights.rows * width <= Self.largest
      else { return nil }
      input = value
      table = embedding.weights
      products = Buffer(count: table.rows * width)
      symbols = .allocate(capacity: table.rows)
      for symbol in 0..<table.rows { symbols[symbol] = Int32(symbol) }
      return
    }
    return nil
  }

  deinit { symbols.deallocate() }

  /// What the layer is told of the rows' symbols.
  func shared(_ memory: StepMemory) -> SharedInputs<Float> {
    defer { isProjected = true }
    return SharedInputs(
      symbols: UnsafePointer(symbols.baseAddress!), count: symbols.count,
      places: UnsafePointer(memory.symbols[input].baseAddress!), projections: products.base,
      isProjected: isProjected)
  }
}
