import Kernels

/// The memory that the passes of a graph's shard need, but for the gradients of the parameters.
final class GraphMemory<Scalar: KernelScalar> {
  /// For each value how many numbers it has at most.
  let counts: [Int]
  /// For each value its numbers, time × rows × size, and the loss's gradient.
  let values: [Buffer<Scalar>]
  let valueGradients: [Buffer<Scalar>]
  /// For each input, time × rows; empty where it is of numbers.
  let symbols: [UnsafeMutableBufferPointer<Int32>]
  /// For each rule, time × rows.
  let masks: [UnsafeMutableBufferPointer<UInt8>]
  /// For each operation its code's states, rows × state size, and memory.
  let states: [Buffer<Scalar>]
  let scratches: [Buffer<Scalar>]
  /// For each operation the gradient of its states; empty where they are neither given nor handed on.
  let stateGradients: [Buffer<Scalar>]
  /// For each operation the symbols that it shares with its neighbour.
  let sharing: [DistinctSymbols<Scalar>?]
  /// Of a value, and of all parameters but sparse tables, where a gradient has more than one part.
  let partGradient: Buffer<Scalar>
  let partOfParameters: Buffer<Scalar>
  /// For each value whose code hands on its state the operation that gives it.
  let producers: [Int: Int]

  /// - Parameter heads: for each end room for some steps of it, where not all are computed at once.
  init(
    _ network: GraphNetwork<Scalar>, rows: Int, longest window: GraphWindow<Scalar>, training: Bool,
    heads: [Buffer<Scalar>?]
  ) {
    let counts = network.values.map { value in
      let extent = GraphExtent(value.shape, rows: rows, isDistributed: false, length: window.length)
      return extent.places * value.shape.size
    }
    self.counts = counts
    let sharing = Self.sharing(network, rows: rows, longest: window, training: training)
    self.sharing = sharing
    var room = counts
    for lookup in network.shortcuts.lookups {
      // A row for each step, or for each distinct symbol.
      let value = network.operations[lookup.embedding].output
      let distinct = sharing[lookup.embedding]?.capacity ?? 0
      room[value] = max(room[value], distinct * network.values[value].shape.size)
    }
    let values = network.values.indices.map { index -> Buffer<Scalar> in
      if let end = network.ends.firstIndex(of: index), let head = heads[end] { return head }
      return Buffer(count: network.values[index].shape.isSymbols ? 0 : room[index])
    }
    self.values = values
    valueGradients = network.values.enumerated().map { index, value in
      let isOverwritten = network.shortcuts.overwritten.contains(index)
      if training && value.needsGradient && isOverwritten { return values[index] }
      return Buffer(count: training && value.needsGradient ? room[index] : 0)
    }
    symbols = network.graph.inputs.indices.map { index in
      let count = network.values[index].shape.isSymbols ? counts[index] : 0
      let memory = UnsafeMutableBufferPointer<Int32>.allocate(capacity: count)
      memory.initialize(repeating: 0)
      return memory
    }
    masks = network.masks.map { rule in
      let memory = UnsafeMutableBufferPointer<UInt8>.allocate(
        capacity: rows * network.length(of: rule) { window.parts[$0].time })
      memory.initialize(repeating: 1)
      return memory
    }
    let codes = network.operations.map { operation -> (any LayerCode<Scalar>, GraphExtent)? in
      guard case .code(let code) = operation.work else { return nil }
      let extent = GraphExtent(
        network.values[operation.inputs[0]].shape, rows: rows,
        isDistributed: operation.isDistributed, length: window.length)
      return (network.codes[code], extent)
    }
    let attentions = network.operations.map {
      AttentionExtent(network, $0, rows: rows, length: window.length)
    }
    states = zip(codes, attentions).map { code, attention in
      Buffer(count: attention?.weightCount ?? code.map { $1.rows * $0.stateSize } ?? 0)
    }
    scratches = zip(zip(codes, attentions), network.operations).map { work, operation in
      let (code, attention) = work
      if let attention { return Buffer(count: attention.scratchCount) }
      if let (code, extent) = code {
        return Buffer(count: code.scratchCount(rows: extent.rows, time: extent.time))
      }
      if case .multiply = operation.work {
        return Buffer(count: training ? counts[operation.output] : 0)
      }
      return Buffer(count: 0)
    }
    let producers = network.stateProducers
    self.producers = producers
    let handedOn = Set(producers.values)
    stateGradients = zip(states.indices, network.operations).map { [states] index, operation in
      let isUsed = handedOn.contains(index) || operation.beginsWithState
      return Buffer(count: training && isUsed ? states[index].count : 0)
    }
    let shared = zip(counts, network.useCounts).map { $1 > 1 ? $0 : 0 }
    partGradient = Buffer(count: training ? shared.max() ?? 0 : 0)
    partOfParameters = Buffer(
      count: training && network.callsAgain ? network.layout.count - network.sparseCount : 0)
  }

  private static func sharing(
    _ network: GraphNetwork<Scalar>, rows: Int, longest window: GraphWindow<Scalar>, training: Bool
  ) -> [DistinctSymbols<Scalar>?] {
    var result = [DistinctSymbols<Scalar>?](repeating: nil, count: network.operations.count)
    for lookup in network.shortcuts.lookups {
      let distinct = DistinctSymbols<Scalar>(
        lookup, steps: rows * window.parts[lookup.input].time, training: training)
      (result[lookup.embedding], result[lookup.reader]) = (distinct, distinct)
    }
    return result
  }

  deinit {
    for memory in symbols { memory.deallocate() }
    for memory in masks { memory.deallocate() }
  }
}
