import CourseTesting
import LSTMGates
import LinearAlgebra

extension GoldenNumbers.Case {
  /// The weights in this book's shapes and order.
  var lstmCell: LSTMCell {
    guard let recurrentBias else {
      return .fromKeras(kernel: inputWeights, recurrentKernel: recurrentWeights, bias: inputBias)
    }
    return .fromPyTorch(
      inputWeights: inputWeights, recurrentWeights: recurrentWeights, inputBias: inputBias,
      recurrentBias: recurrentBias)
  }

  var initialState: LSTMState {
    LSTMState(hidden: initialHidden, cell: initialCell ?? initialHidden * Double.nan)
  }

  var states: [LSTMState] { zip(hidden, cell).map { LSTMState(hidden: $0, cell: $1) } }
}
