import CourseTesting
import LSTMGates
import LinearAlgebra

/// What PyTorch computed of attention, and of encoders that a decoder goes on from;
/// Tests/Peers/translation.py wrote it.
struct Golden: Decodable {
  let attentions: [Attention]
  let encoders: [Encoder]

  /// The loss is the sum of all contexts, each number times a weight of its own.
  struct Attention: Decodable {
    let name: String
    let queries, keys, weights, contexts, contextWeights: [[Double]]
    let mask: [Double]
    let queriesGradient, keysGradient: [[Double]]
  }

  /// The loss is the sum of all outputs that count and of the last states, weighted likewise.
  struct Encoder: Decodable {
    let name: String
    let lengths: [Int]
    let inputWeights, recurrentWeights, inputBias, recurrentBias: [[Double]]
    let inputs, outputWeights: [[[Double]]]
    let hiddenWeights, cellWeights: [[Double]]
    let inputWeightsGradient, recurrentWeightsGradient, biasGradient: [[Double]]

    var cell: LSTMCell {
      .fromPyTorch(
        inputWeights: Matrix(inputWeights), recurrentWeights: Matrix(recurrentWeights),
        inputBias: Matrix(inputBias), recurrentBias: Matrix(recurrentBias))
    }

    var mask: [Matrix] {
      inputs.indices.map { step in Matrix(column: lengths.map { step < $0 ? 1 : 0 }) }
    }
  }

  static func read() throws -> Golden { try Fixtures.decoded("pytorch-translation") }
}
