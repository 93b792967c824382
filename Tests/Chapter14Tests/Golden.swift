import Classification
import CourseTesting
import LinearAlgebra

/// What PyTorch makes of readouts and of binary cross-entropy, of Tests/Fixtures/pytorch-opinions.json;
/// Tests/Peers/opinions.py made them.
struct Golden: Decodable {
  let readouts: [Pooled]
  let losses: [Loss]

  struct Pooled: Decodable {
    let readout: Readout
    let lengths: [Int]
    /// h(1) to h(T).
    let states: [[[Double]]]
    let arriving, summary: [[Double]]
    let gradients: [[[Double]]]

    /// The states, and the mask of texts that are padded on the right.
    var batch: (states: [Matrix], mask: [Matrix]) {
      (
        states.map { Matrix($0) },
        states.indices.map { t in Matrix(column: lengths.map { t < $0 ? 1 : 0 }) }
      )
    }
  }

  /// `BCEWithLogitsLoss` and its gradient.
  struct Loss: Decodable {
    let logits, gradients: [Double]
    let targets: [Int]
    let loss: Double
  }

  static func decoded() throws -> Golden { try Fixtures.decoded("pytorch-opinions") }
}

extension Readout: Decodable {}
