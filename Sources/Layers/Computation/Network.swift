import Kernels
import LinearAlgebra

/// A model's layers with their sizes worked out, ready to run in one precision. It holds no
/// numbers: parameters are in a buffer laid out as `layout` says, activations in `Shard`s.
struct Network<Scalar: KernelScalar>: Sendable {
  /// What runs, one after the other. A described layer becomes one of them or several: a recurrent
  /// layer's dropped inputs, its steps, and the choice of its last step are three.
  private(set) var layers: [any LayerCode<Scalar>]
  let layout: ParameterLayout
  /// The numbers that a dense layer at the end gives at once in training; see `stepsAtOnce`.
  private let largestOutput: Int
  /// What the model reads, and what each described layer hands on.
  let flows: [Flow]
  /// The first of all parameters where they are so many that the optimiser moves only the rows that
  /// a batch reads: no shard holds a gradient of it.
  private(set) var sparseTable: ParameterSlot?
  /// How many symbols there are, or 0 where the model reads numbers.
  private(set) var vocabularySize = 0
  /// The layer that makes one vector of every sequence, or nil where none does.
  private var lastStep: Int?

  /// - Parameter sparseFrom: the numbers in an embedding from which on a batch's rows alone are worked
  ///   on: where they are fewer, a batch reads most of them anyway.
  /// - Parameter largestOutput: 16 million numbers are 64 MB of `Float` for each thread.
  /// - Throws: `ModelError`; see `flows`. Also where the inputs' size is still unknown.
  init(
    _ descriptions: [Layer], features: Int? = nil, sparseFrom: Int = 65_536,
    largestOutput: Int = 1 << 24
  ) throws(ModelError) {
    guard let flows = try Layers.flows(descriptions, features: features) else {
      throw ModelError.unknownInputs
    }
    self.flows = flows
    self.largestOutput = largestOutput
    var builder = CodeBuilder<Scalar>(sparseFrom: sparseFrom)
    for (index, description) in descriptions.enumerated() {
      builder.add(
        description, inputSize: flows[index].size, name: "\(index).\(description.slotName)")
    }
    (layers, layout) = (builder.codes, builder.layout)
    if case .embedding(let embedding) = descriptions.first {
      vocabularySize = embedding.vocabularySize
      if let code = layers[0] as? EmbeddingCode<Scalar>, code.isSparse {
        sparseTable = code.weights
      }
    }
    if layout.count == 0 { throw ModelError("a model has at least one layer with parameters") }
    lastStep = layers.firstIndex { !$0.keepsTime }
  }

  // MARK: Facts

  var outputSize: Int { flows[flows.count - 1].size }

  /// Numbers that the model reads a time step; 0 where it reads symbols.
  var features: Int { flows[0] == .symbols ? 0 : flows[0].size }

  /// The width of what the second layer projects the symbols of an embedding to, once for each
  /// distinct symbol; 0 where the network does not begin so.
  var sharedProjectionWidth: Int {
    layers.count > 1 && layers[0] is EmbeddingCode<Scalar> ? layers[1].projectionWidth : 0
  }

  /// The activation that the network ends with; nil where another layer stands last.
  var lastActivation: ActivationFunction? {
    (layers.last as? ActivationCode<Scalar>)?.function
  }

  /// The same network, with the same parameters, up to what its last activation is applied to.
  var withoutLastActivation: Network {
    var copy = self
    if lastActivation != nil && layers.count > 1 { copy.layers.removeLast() }
    return copy
  }

  /// Whether there is an output for every time step, or one in all.
  var keepsTime: Bool { lastStep == nil }

  /// The time steps of a layer's input, for sequences of this length.
  func inputTime(_ index: Int, _ time: Int) -> Int { isPastLastStep(index) ? 1 : time }

  /// Whether a layer's input is one vector for each sequence.
  func isPastLastStep(_ index: Int) -> Bool {
    guard let lastStep else { return false }
    return index > lastStep
  }

  /// The time steps of the output, for sequences of this length.
  func outputTime(_ time: Int) -> Int { keepsTime ? time : 1 }

  /// How many parameters the sparse table takes, at the beginning of all; 0 where there is none.
  var sparseCount: Int { sparseTable.map { ($0.count + 15) / 16 * 16 } ?? 0 }

  /// How many of a shard's output steps the last layer and the loss take at once: all of them, unless
  /// a dense layer has so many outputs that those of all steps would be most of the memory.
  func stepsAtOnce(of steps: Int) -> Int {
    guard layers.count > 1, let dense = layers.last as? DenseCode<Scalar> else { return steps }
    return max(1, min(steps, largestOutput / dense.outputSize))
  }

  func initialParameters(seed: UInt64) -> Buffer<Scalar> {
    var generator = SeededGenerator(seed: seed)
    let parameters = Buffer<Scalar>(count: layout.count)
    for layer in layers { layer.initialise(parameters.base, using: &generator) }
    return parameters
  }
}
