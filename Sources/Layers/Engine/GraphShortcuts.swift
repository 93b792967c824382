import Kernels

/// Operations of a network that can be done with less work or memory than one after the other.
struct GraphShortcuts: Sendable {
  /// An embedding whose vectors one recurrent layer alone reads: what that multiplies each by, it
  /// multiplies each distinct symbol's vector by; see `SharedInputs`.
  struct SharedLookup: Sendable {
    /// The operations.
    let embedding: Int
    let reader: Int
    let input: Int
    let vocabularySize: Int
    /// Of what the reader makes of a vector before anything else.
    let width: Int
  }

  /// An embedding so large that the optimiser moves only the rows that a batch reads: no shard holds a
  /// gradient of it.
  struct SparseTable: Sendable {
    let slot: ParameterSlot
    let operation: Int
    let input: Int
    /// The value that it gives.
    let output: Int
  }

  private(set) var lookups: [SharedLookup] = []
  private(set) var tables: [SparseTable] = []
  /// For each end the dense layer that alone gives it and that nothing else reads, an operation: it
  /// and the loss can take some steps at a time. Nil where there is none.
  private(set) var heads: [Int?] = []
  /// Ends whose loss may turn the numbers into their gradient in place.
  private(set) var overwritten: Set<Int> = []

  init() {}

  /// - Parameter losses: of the outputs, where they are measured.
  init<Scalar: KernelScalar>(_ network: GraphNetwork<Scalar>, _ losses: [Loss] = []) {
    let uses = network.useCounts
    for (index, operation) in network.operations.enumerated() {
      guard case .code(let code) = operation.work,
        let embedding = network.codes[code] as? EmbeddingCode<Scalar>
      else { continue }
      let (input, slot) = (operation.inputs[0], embedding.weights)
      if embedding.isSparse {
        tables.append(
          SparseTable(slot: slot, operation: index, input: input, output: operation.output))
      }
      guard uses[operation.output] == 1,
        let (reader, width) = network.projection(of: operation.output)
      else { continue }
      lookups.append(
        SharedLookup(
          embedding: index, reader: reader, input: input, vocabularySize: slot.rows, width: width))
    }
    for (index, end) in network.ends.enumerated() {
      let isOfSequences = losses.isEmpty ? false : losses[index].ofSequences != nil
      let last = network.operations.lastIndex { $0.output == end }
      var isDense = false
      if let last, uses[end] == 1, case .code(let code) = network.operations[last].work {
        isDense = network.codes[code] is DenseCode<Scalar>
        if !network.codes[code].backwardReadsOutput { overwritten.insert(end) }
      }
      heads.append(isDense && !isOfSequences ? last : nil)
    }
  }
}

extension GraphNetwork {
  /// The operation that reads a value as a recurrent layer reads its inputs, and the width of its
  /// products.
  fileprivate func projection(of value: Int) -> (operation: Int, width: Int)? {
    guard let index = operations.firstIndex(where: { $0.inputs[0] == value }),
      case .code(let code) = operations[index].work, !operations[index].isDistributed,
      codes[code].projectionWidth > 0
    else { return nil }
    return (index, codes[code].projectionWidth)
  }

  /// How many of an output's steps in a shard its last layer and the loss take at once: all of them,
  /// unless a dense layer has so many outputs that those of all steps would be most of the memory.
  func stepsAtOnce(ofOutput index: Int = 0, of steps: Int) -> Int {
    guard shortcuts.heads[index] != nil else { return steps }
    return max(1, min(steps, largestOutput / values[ends[index]].shape.size))
  }
}
