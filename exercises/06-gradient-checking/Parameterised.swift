import Backpropagation
import LSTMGates
import LinearAlgebra
import VanillaRNN

/// A model whose numbers to learn can be listed, and replaced by others of the same shapes.
public protocol Parameterised {
  /// What each matrix is called on the page: W, U, b, …
  var parameterNames: [String] { get }
  /// The matrices in the order of their names.
  var parameters: [Matrix] { get set }
}

// MARK: - Cells

extension RNNCell: Parameterised {
  public var parameterNames: [String] { ["W", "U", "b"] }

  /// W, U and b.
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias] }
    set {
      self = RNNCell(inputWeights: newValue[0], recurrentWeights: newValue[1], bias: newValue[2])
    }
  }
}

extension LSTMCell: Parameterised {
  public var parameterNames: [String] { ["W", "U", "b"] }

  /// W, U and b, each with the four gates side by side.
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias] }
    set {
      self = LSTMCell(inputWeights: newValue[0], recurrentWeights: newValue[1], bias: newValue[2])
    }
  }
}

extension OutputLayer: Parameterised {
  public var parameterNames: [String] { ["Wy", "by"] }

  /// Wy and by.
  public var parameters: [Matrix] {
    get { [weights, bias] }
    set { self = OutputLayer(weights: newValue[0], bias: newValue[1]) }
  }
}

// MARK: - Models

extension RNNModel: Parameterised {
  public var parameterNames: [String] { cell.parameterNames + output.parameterNames }

  /// W, U and b of the cell, then Wy and by of the output layer.
  public var parameters: [Matrix] {
    get { cell.parameters + output.parameters }
    set {
      cell.parameters = Array(newValue.prefix(3))
      output.parameters = Array(newValue.dropFirst(3))
    }
  }
}

extension LSTMModel: Parameterised {
  public var parameterNames: [String] { cell.parameterNames + output.parameterNames }

  /// W, U and b of the cell, then Wy and by of the output layer.
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
  /// dW, dU and db.
  public var parameters: [Matrix] { [inputWeights, recurrentWeights, bias] }
}

extension LSTMGradients {
  /// dW, dU and db.
  public var parameters: [Matrix] { [inputWeights, recurrentWeights, bias] }
}

extension OutputGradients {
  /// dWy and dby.
  public var parameters: [Matrix] { [weights, bias] }
}

extension RNNModelGradients {
  /// dW, dU, db, dWy and dby.
  public var parameters: [Matrix] { cell.parameters + output.parameters }
}

extension LSTMModelGradients {
  /// dW, dU, db, dWy and dby.
  public var parameters: [Matrix] { cell.parameters + output.parameters }
}
