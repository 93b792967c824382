import CourseTesting
import LSTMGates
import LinearAlgebra
import Regularisation

@testable import Backpropagation

/// PyTorch's weight decay, and its gradients of an LSTM with masks, of
/// Tests/Fixtures/pytorch-regularisation.json; Tests/Peers/regularisation.py made them.
struct Golden: Decodable {
  let decay: [Decay]
  let sequences: [Sequence]

  /// One update of SGD at rate 1 with weight decay of the matrices of several rows: what was
  /// subtracted from each.
  struct Decay: Decodable {
    let decay: Double
    let parameters, gradients, penalised: [[[Double]]]
  }

  /// The gradients of the weighted sum of all hidden states.
  struct Sequence: Decodable {
    let place: DropoutPlace
    let inputWeights, recurrentWeights, bias: [[Double]]
    let inputs, masks, weights: [[[Double]]]
    let hidden, cell: [[Double]]
    /// h(1) to h(T).
    let states: [[[Double]]]
    /// Of W, U and b, of the inputs, of h(0) and c(0).
    let gradients: [[[Double]]]
  }

  static func decoded() throws -> Golden { try Fixtures.decoded("pytorch-regularisation") }
}

extension DropoutPlace: Decodable {
  /// As the page calls it.
  var inWords: String {
    switch self {
    case .hiddenState: "the hidden state"
    case .candidate: "the candidate"
    case .cellState: "the cell state"
    }
  }
}

extension ExerciseTestCase {
  func expectGolden(_ golden: Golden.Sequence, line: UInt = #line) {
    let cell = LSTMCell(
      inputWeights: Matrix(golden.inputWeights), recurrentWeights: Matrix(golden.recurrentWeights),
      bias: Matrix(golden.bias))
    let start = LSTMState(hidden: Matrix(golden.hidden), cell: Matrix(golden.cell))
    let masks = golden.masks.map { Matrix($0) }
    let records = cell.recorded(
      golden.inputs.map { Matrix($0) }, from: start, masking: golden.place, with: masks)
    expect(
      records.map { $0.state.hidden }, "hidden states, masking \(golden.place.inWords)",
      equals: golden.states.map { Matrix($0) }, within: 1e-10, line: line)
    let found = cell.gradients(
      records, from: start, masking: golden.place, with: masks,
      hiddenGradients: golden.weights.map { Matrix($0) })
    let names = ["W", "U", "b"] + found.inputs.indices.map { "x(\($0 + 1))" } + ["h(0)", "c(0)"]
    let yours = found.parameters + found.inputs + [found.initialHidden, found.initialCell]
    for (name, (gradient, right)) in zip(names, zip(yours, golden.gradients)) {
      expect(
        gradient, "gradient of \(name), masking \(golden.place.inWords)", equals: Matrix(right),
        within: 1e-10, line: line)
    }
  }
}
