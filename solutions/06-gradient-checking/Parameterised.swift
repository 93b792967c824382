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
  /// What the page calls them: W, U and b.
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
  /// What the page calls them: W, U and b.
  public var parameterNames: [String] { ["W", "U", "b"] }

  /// W, U and b, each with the four gates side by side: 4·hiddenSize columns × inputSize,
  /// hiddenSize and 1 rows.
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias] }
    set {
      self = LSTMCell(inputWeights: newValue[0], recurrentWeights: newValue[1], bias: newValue[2])
    }
  }
}

extension OutputLayer: Parameterised {
  /// What the page calls them: Wy and by.
  public var parameterNames: [String] { ["Wy", "by"] }

  /// Wy, hiddenSize × vocabularySize, and by, 1 × vocabularySize.
  public var parameters: [Matrix] {
    get { [weights, bias] }
    set { self = OutputLayer(weights: newValue[0], bias: newValue[1]) }
  }
}

// MARK: - Models

extension RNNModel: Parameterised {
  /// Those of the cell, then those of the output layer.
  public var parameterNames: [String] { cell.parameterNames + output.parameterNames }

  /// W, U and b of the cell, then Wy and by of the output layer, each of the shape it has there.
  public var parameters: [Matrix] {
    get { cell.parameters + output.parameters }
    set {
      cell.parameters = Array(newValue.prefix(3))
      output.parameters = Array(newValue.dropFirst(3))
    }
  }
}

extension LSTMModel: Parameterised {
  /// Those of the cell, then those of the output layer.
  public var parameterNames: [String] { cell.parameterNames + output.parameterNames }

  /// W, U and b of the cell, then Wy and by of the output layer, each of the shape it has there.
  public var parameters: [Matrix] {
    get { cell.parameters + output.parameters }
    set {
      cell.parameters = Array(newValue.prefix(3))
      output.parameters = Array(newValue.dropFirst(3))
    }
  }
}

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
