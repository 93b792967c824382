import GradientChecking
import LSTMGates
import LinearAlgebra

/// An LSTM of any wiring: the weights of the parts that it has, and its steps.
///
/// The parts stand side by side in the order i, f, g, o, without those that are missing; k is
/// their number, 1 to 4.
public struct WiredCell: Equatable, Sendable {
  /// Which parts there are.
  public let wiring: Wiring
  /// `W`, inputSize × k·hiddenSize.
  public var inputWeights: Matrix
  /// `U`, hiddenSize × k·hiddenSize.
  public var recurrentWeights: Matrix
  /// `b`, 1 × k·hiddenSize.
  public var bias: Matrix
  /// `P`, a row for each gate, in the order i, f, o: gates × hiddenSize; 0 × hiddenSize without
  /// peepholes.
  public var peepholes: Matrix
  /// `γ`, what each normalised sum is multiplied by: 1 × k·hiddenSize; 1 × 0 without layer norm.
  public var gains: Matrix

  /// Creates a cell from its weights; what is left out is empty, or, as gains, 1.
  ///
  /// - Precondition: the shapes are those of the wiring.
  public init(
    wiring: Wiring, inputWeights: Matrix, recurrentWeights: Matrix, bias: Matrix,
    peepholes: Matrix? = nil, gains: Matrix? = nil
  ) {
    stop(if: Wiring.problem(wiring))
    let size = recurrentWeights.rows
    self.wiring = wiring
    (self.inputWeights, self.recurrentWeights) = (inputWeights, recurrentWeights)
    self.bias = bias
    self.peepholes =
      peepholes ?? Matrix(rows: wiring.peepholes ? wiring.gates.count : 0, columns: size)
    self.gains =
      gains
      ?? Matrix(rows: 1, columns: wiring.layerNorm ? wiring.parts.count * size : 0, repeating: 1)
    stop(if: shapeProblem())
  }

  /// `D`, the number of columns of an input.
  public var inputSize: Int { inputWeights.rows }

  /// `H`, the number of units.
  public var hiddenSize: Int { recurrentWeights.rows }

  /// The columns of a part in W, U, b and γ; nil where the wiring has no such part.
  public func columns(of part: GatePart) -> Range<Int>? {
    for (index, present) in wiring.parts.enumerated() where present == part {
      return index * hiddenSize..<(index + 1) * hiddenSize
    }
    return nil
  }

  /// What a gate's peepholes multiply the cell states of its units by, 1 × hiddenSize; nil where
  /// the gate has none.
  public func peephole(of part: GatePart) -> Matrix? {
    if !wiring.peepholes { return nil }
    for (index, gate) in wiring.gates.enumerated() where gate == part {
      return peepholes.row(index)
    }
    return nil
  }

  private func shapeProblem() -> String? {
    let (size, width) = (hiddenSize, wiring.parts.count * hiddenSize)
    let fits =
      recurrentWeights.columns == width && inputWeights.columns == width && bias.rows == 1
      && bias.columns == width && peepholes.columns == size
      && peepholes.rows == (wiring.peepholes ? wiring.gates.count : 0) && gains.rows == 1
      && gains.columns == (wiring.layerNorm ? width : 0)
    return fits
      ? nil
      : "a cell of \(wiring.parts.count) parts cannot have W of \(inputWeights.shape), U of "
        + "\(recurrentWeights.shape), b of \(bias.shape), P of \(peepholes.shape) and γ of "
        + "\(gains.shape): with H units and k parts they are D×kH, H×kH, 1×kH, a row of H for "
        + "each gate that has peepholes, and 1×kH with layer norm"
  }
}

extension WiredCell: Parameterised {
  public var parameterNames: [String] {
    ["W", "U", "b"] + (wiring.peepholes ? ["P"] : []) + (wiring.layerNorm ? ["γ"] : [])
  }

  /// W, inputSize × k·hiddenSize, U, hiddenSize × k·hiddenSize, and b, 1 × k·hiddenSize, then P,
  /// gates × hiddenSize, where there are peepholes, then γ, 1 × k·hiddenSize, where there is layer
  /// norm.
  public var parameters: [Matrix] {
    get {
      [inputWeights, recurrentWeights, bias] + (wiring.peepholes ? [peepholes] : [])
        + (wiring.layerNorm ? [gains] : [])
    }
    set {
      self = WiredCell(
        wiring: wiring, inputWeights: newValue[0], recurrentWeights: newValue[1],
        bias: newValue[2], peepholes: wiring.peepholes ? newValue[3] : nil,
        gains: wiring.layerNorm ? newValue[newValue.count - 1] : nil)
    }
  }
}

extension WiredCell {
  /// A cell as learning starts with it: weights drawn evenly from ±1/√hiddenSize and biases 0, but
  /// for the gate that keeps.
  ///
  /// What is kept begins at σ(1) of the old cell state, in a coupled cell by an input gate of
  /// σ(−1). Without a gate that keeps, all biases are 0.
  public init(
    _ wiring: Wiring, inputSize: Int, hiddenSize: Int, using generator: inout SeededGenerator
  ) {
    let (width, bound) = (wiring.parts.count * hiddenSize, 1 / Double(hiddenSize).squareRoot())
    func uniform(_ rows: Int, _ columns: Int) -> Matrix {
      .uniform(rows: rows, columns: columns, in: -bound...bound, using: &generator)
    }
    self.init(
      wiring: wiring, inputWeights: uniform(inputSize, width),
      recurrentWeights: uniform(hiddenSize, width), bias: Matrix(rows: 1, columns: width),
      peepholes: wiring.peepholes ? uniform(wiring.gates.count, hiddenSize) : nil)
    switch wiring.keeping {
    case .forgetGate: setBias(1, of: .forget)
    case .coupled: setBias(-1, of: .input)
    case .everything: break
    }
  }

  private mutating func setBias(_ value: Double, of part: GatePart) {
    for column in columns(of: part) ?? 0..<0 { bias[0, column] = value }
  }
}
