import CourseTesting
import LSTMGates
import LinearAlgebra

/// What PyTorch computed of sequences of unequal lengths, packed, and of losses that leave places
/// out; Tests/Peers/unequal_lengths.py wrote it.
struct Golden: Decodable {
  let sequences: [Sequence]
  let losses: [Loss]

  /// The loss is the sum of all outputs that count and of the last states, each number times a
  /// weight of its own.
  struct Sequence: Decodable {
    let name: String
    let lengths: [Int]
    let inputWeights, recurrentWeights, inputBias, recurrentBias: [[Double]]
    let inputs, outputWeights: [[[Double]]]
    let endWeights, lastHidden, lastCell: [[Double]]
    let inputWeightsGradient, recurrentWeightsGradient, biasGradient: [[Double]]
    let inputsGradient: [[[Double]]]

    var cell: LSTMCell {
      .fromPyTorch(
        inputWeights: Matrix(inputWeights), recurrentWeights: Matrix(recurrentWeights),
        inputBias: Matrix(inputBias), recurrentBias: Matrix(recurrentBias))
    }

    /// m(1) to m(T), padding on the right.
    var mask: [Matrix] { rightMask(lengths, steps: inputs.count) }
  }

  struct Loss: Decodable {
    let name: String
    let lengths: [Int]
    let logits, logitsGradient: [[[Double]]]
    let targets: [[Int]]
    let loss: Double
  }

  static func read() throws -> Golden { try Fixtures.decoded("pytorch-packed") }
}

/// m(1) to m(T) of sequences that are padded on the right.
func rightMask(_ lengths: [Int], steps: Int) -> [Matrix] {
  (0..<steps).map { step in Matrix(column: lengths.map { step < $0 ? 1 : 0 }) }
}
