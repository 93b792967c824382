import Foundation
import LSTMGates
import LinearAlgebra

/// Golden numbers that another library computed; Tests/Peers/fixtures.py made them.
struct Fixture: Decodable {
  let library: String
  let cases: [Case]

  struct Case: Decodable {
    let name: String
    let inputWeights, recurrentWeights, inputBias: [[Double]]
    /// PyTorch alone has a second bias.
    let recurrentBias: [[Double]]?
    let inputs: [[[Double]]]
    let initialHidden, initialCell: [[Double]]
    let hidden, cell: [[[Double]]]

    /// The weights in this book's shapes and order.
    var lstmCell: LSTMCell {
      guard let recurrentBias else {
        return .fromKeras(
          kernel: Matrix(inputWeights), recurrentKernel: Matrix(recurrentWeights),
          bias: Matrix(inputBias))
      }
      return .fromPyTorch(
        inputWeights: Matrix(inputWeights), recurrentWeights: Matrix(recurrentWeights),
        inputBias: Matrix(inputBias), recurrentBias: Matrix(recurrentBias))
    }

    var initialState: LSTMState {
      LSTMState(hidden: Matrix(initialHidden), cell: Matrix(initialCell))
    }

    var states: [LSTMState] {
      zip(hidden, cell).map { LSTMState(hidden: Matrix($0), cell: Matrix($1)) }
    }
  }

  /// Reads Tests/Fixtures/NAME.json, found from the place of this file.
  init(named name: String) throws {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = tests.appendingPathComponent("Fixtures/\(name).json")
    self = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
  }
}
