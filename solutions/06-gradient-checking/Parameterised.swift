import Backpropagation
import LSTMGates
import LinearAlgebra
import VanillaRNN

// REGION parameterised
/// A model whose numbers to learn can be listed, and replaced by others of the same shapes.
public protocol Parameterised {
  /// What each matrix is called on the page: W, U, b, …
  var parameterNames: [String] { get }
  /// The matrices in the order of their names; what replaces them has their shapes.
  var parameters: [Matrix] { get set }
}
// END REGION parameterised

// MARK: - Cells

extension RNNCell: Parameterised {
  public var parameterNames: [String] { ["W", "U", "b"] }

  /// W, inputSize × hiddenSize; U, hiddenSize × hiddenSize; and b, 1 × hiddenSize.
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias] }
    set {
      self = RNNCell(inputWeights: newValue[0], recurrentWeights: newValue[1], bias: newValue[2])
    }
  }
}

extension LSTMCell: Parameterised {
  public var parameterNames: [String] { ["W", "U", "b"] }

  /// W, U and b, gates and candidate side by side: 4·hiddenSize columns × inputSize,
  /// hiddenSize and 1 rows.
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias] }
    set {
      self = LSTMCell(inputWeights: newValue[0], recurrentWeights: newValue[1], bias: newValue[2])
    }
  }
}

extension OutputLayer: Parameterised {
  public var parameterNames: [String] { ["Wy", "by"] }

  /// Wy, hiddenSize × vocabularySize, and by, 1 × vocabularySize.
  public var parameters: [Matrix] {
    get { [weights, bias] }
    set { self = OutputLayer(weights: newValue[0], bias: newValue[1]) }
  }
}

// MARK: - Models

/// A model of a cell and an output layer: its parameters are those of the one, then those of the
/// other.
public protocol CellWithOutput: Parameterised {
  associatedtype Cell: Parameterised
  var cell: Cell { get set }
  var output: OutputLayer { get set }
}

extension CellWithOutput {
  public var parameterNames: [String] { cell.parameterNames + output.parameterNames }

  public var parameters: [Matrix] {
    get { cell.parameters + output.parameters }
    set {
      let count = cell.parameters.count
      cell.parameters = Array(newValue.prefix(count))
      output.parameters = Array(newValue.dropFirst(count))
    }
  }
}

extension RNNModel: CellWithOutput {}

extension LSTMModel: CellWithOutput {}

// MARK: - Gradients, in the same order

extension RNNGradients {
  /// dW, dU and db, each of the shape of what it is the gradient of.
  public var parameters: [Matrix] { [inputWeights, recurrentWeights, bias] }
}

extension LSTMGradients {
  /// dW, dU and db, each of the shape of what it is the gradient of.
  public var parameters: [Matrix] { [inputWeights, recurrentWeights, bias] }
}

extension OutputGradients {
  /// dWy and dby, each of the shape of what it is the gradient of.
  public var parameters: [Matrix] { [weights, bias] }
}

extension RNNModelGradients {
  /// dW, dU, db, dWy and dby, each of the shape of what it is the gradient of.
  public var parameters: [Matrix] { cell.parameters + output.parameters }
}

extension LSTMModelGradients {
  /// dW, dU, db, dWy and dby, each of the shape of what it is the gradient of.
  public var parameters: [Matrix] { cell.parameters + output.parameters }
}
