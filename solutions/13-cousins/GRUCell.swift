import ExerciseSupport
import GradientChecking
import LSTMGates
import LinearAlgebra

/// Where the reset gate of a GRU acts.
public enum GRUForm: CaseIterable, Equatable, Sendable {
  /// On the old hidden state, before it meets the candidate's weights: Cho et al. (2014).
  case resetBefore
  /// On the product of both: what cuDNN computes, and so PyTorch and Keras.
  case resetAfter
}

/// A gated recurrent unit: two gates and a candidate, and no belt.
///
/// The parts stand side by side in the order r, z, g: reset gate, update gate, candidate.
///
/// - Note: Cho et al. (2014), "Learning Phrase Representations using RNN Encoder–Decoder for
///   Statistical Machine Translation".
public struct GRUCell: Equatable, Sendable {
  /// Where the reset gate acts.
  public let form: GRUForm
  /// `W`, inputSize × 3·hiddenSize.
  public var inputWeights: Matrix
  /// `U`, hiddenSize × 3·hiddenSize.
  public var recurrentWeights: Matrix
  /// `b`, 1 × 3·hiddenSize.
  public var bias: Matrix
  /// `v`, 1 × hiddenSize: a bias of the product that the reset gate multiplies; 1 × 0 where it
  /// acts before.
  public var resetBias: Matrix

  /// Creates a cell from its weights.
  ///
  /// - Precondition: the shapes belong together.
  public init(
    form: GRUForm, inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix,
    resetBias: Matrix? = nil
  ) {
    self.form = form
    (self.inputWeights, self.recurrentWeights) = (inputWeights, recurrentWeights)
    self.bias = bias
    self.resetBias =
      resetBias
      ?? Matrix(rows: 1, columns: form == .resetAfter ? recurrentWeights.rows : 0)
    stop(if: shapeProblem())
  }

  /// `D`, the number of columns of an input.
  public var inputSize: Int { inputWeights.rows }

  /// `H`, the number of units.
  public var hiddenSize: Int { recurrentWeights.rows }

  private func shapeProblem() -> String? {
    let size = hiddenSize
    let fits =
      recurrentWeights.columns == 3 * size && inputWeights.columns == 3 * size
      && bias.rows == 1 && bias.columns == 3 * size && resetBias.rows == 1
      && resetBias.columns == (form == .resetAfter ? size : 0)
    return fits
      ? nil
      : "a GRU cannot have W of \(inputWeights.shape), U of \(recurrentWeights.shape), b of "
        + "\(bias.shape) and v of \(resetBias.shape): with H units they are D×3H, H×3H, 1×3H, "
        + "and 1×H where the reset gate acts after the product, else 1×0"
  }
}

extension GRUCell: Parameterised {
  public var parameterNames: [String] { ["W", "U", "b"] + (form == .resetAfter ? ["v"] : []) }

  /// W, inputSize × 3·hiddenSize, U, hiddenSize × 3·hiddenSize, and b, 1 × 3·hiddenSize, then v,
  /// 1 × hiddenSize, where the reset gate acts after the product.
  public var parameters: [Matrix] {
    get { [inputWeights, recurrentWeights, bias] + (form == .resetAfter ? [resetBias] : []) }
    set {
      self = GRUCell(
        form: form, inputWeights: newValue[0], recurrentWeights: newValue[1], bias: newValue[2],
        resetBias: form == .resetAfter ? newValue[3] : nil)
    }
  }
}

extension GRUCell {
  /// A cell as learning starts with it: weights drawn evenly from ±1/√hiddenSize and biases 0, but
  /// for the update gate's, which is 1, so that σ(1) of the old state is kept as in an LSTM.
  public init(
    _ form: GRUForm, inputSize: Int, hiddenSize: Int, using generator: inout SeededGenerator
  ) {
    let bound = 1 / Double(hiddenSize).squareRoot()
    let zeros = Matrix(rows: 1, columns: hiddenSize)
    self.init(
      form: form,
      inputWeights: .uniform(
        rows: inputSize, columns: 3 * hiddenSize, in: -bound...bound, using: &generator),
      recurrentWeights: .uniform(
        rows: hiddenSize, columns: 3 * hiddenSize, in: -bound...bound, using: &generator),
      bias: .sideBySide([zeros, zeros + 1, zeros]))
  }
}
