import Kernels
import LinearAlgebra

/// A model's layers with their sizes worked out, ready to run in one precision. It holds no
/// numbers: parameters are in a buffer laid out as `layout` says, activations in `Shard`s.
struct Network<Scalar: KernelScalar>: Sendable {
  let layers: [any LayerCode<Scalar>]
  let layout: ParameterLayout
  let vocabularySize: Int

  /// - Precondition: the layers begin with the only embedding and sizes are positive: see
  ///   ``problem(_:)``.
  init(_ descriptions: [Layer]) {
    if let problem = networkProblem(descriptions) { fatalError(problem) }
    var layout = ParameterLayout()
    var layers: [any LayerCode<Scalar>] = []
    var vocabularySize = 0
    for (index, description) in descriptions.enumerated() {
      let inputSize = layers.last?.outputSize ?? 0
      switch description {
      case .embedding(let embedding):
        vocabularySize = embedding.vocabularySize
        layers.append(
          EmbeddingCode<Scalar>(embedding, name: "\(index).embedding", layout: &layout))
      case .lstm(let lstm):
        layers.append(
          LSTMCode<Scalar>(lstm, inputSize: inputSize, name: "\(index).lstm", layout: &layout))
      case .simpleRNN(let rnn):
        layers.append(
          SimpleRNNCode<Scalar>(
            rnn, inputSize: inputSize, name: "\(index).simpleRNN", layout: &layout))
      case .dense(let dense):
        layers.append(
          DenseCode<Scalar>(dense, inputSize: inputSize, name: "\(index).dense", layout: &layout))
      }
    }
    self.layers = layers
    self.layout = layout
    self.vocabularySize = vocabularySize
  }

  var outputSize: Int { layers.last!.outputSize }

  /// The memory that training takes: parameters, moments and packed weights, and for each shard of
  /// a batch its gradients and activations.
  func trainingBytes(rows: Int, length: Int) -> Int {
    let shards = (rows + ShardedBatch<Scalar>.shardRows - 1) / ShardedBatch<Scalar>.shardRows
    let activations = layers.reduce(0) { sum, layer in
      sum + 2 * rows * length * layer.outputSize + layer.scratchCount(rows: rows, time: length)
    }
    return (layout.count * (5 + shards) + activations) * MemoryLayout<Scalar>.stride
  }

  func initialParameters(seed: UInt64) -> Buffer<Scalar> {
    var generator = SeededGenerator(seed: seed)
    let parameters = Buffer<Scalar>(count: layout.count)
    for layer in layers { layer.initialise(parameters.base, using: &generator) }
    return parameters
  }
}

/// What stops layers from being a network, in a sentence, or nil.
func networkProblem(_ layers: [Layer]) -> String? {
  guard case .embedding = layers.first else { return "a model begins with an Embedding" }
  for (index, layer) in layers.enumerated() {
    if index > 0, case .embedding = layer {
      return "layer \(index) is an Embedding; only the first layer reads symbols"
    }
    if let size = layer.sizes.first(where: { $0 < 1 }) {
      return "layer \(index) has a size of \(size); sizes are positive"
    }
  }
  return nil
}

extension Layer {
  var sizes: [Int] {
    switch self {
    case .embedding(let embedding): [embedding.vocabularySize, embedding.size]
    case .lstm(let lstm): [lstm.units]
    case .simpleRNN(let rnn): [rnn.units]
    case .dense(let dense): [dense.units]
    }
  }
}
