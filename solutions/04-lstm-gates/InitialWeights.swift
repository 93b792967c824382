import ExerciseSupport
import LinearAlgebra

extension LSTMCell {
  /// A cell as learning starts with it: weights drawn evenly from ±1/√hiddenSize, biases 0, and
  /// the forget gate's bias 1.
  ///
  /// - Note: the forget bias is Jozefowicz, Zaremba and Sutskever (2015), "An Empirical
  ///   Exploration of Recurrent Network Architectures".
  public init(
    inputSize: Int, hiddenSize: Int, forgetBias: Double = 1, using generator: inout SeededGenerator
  ) {
    let bound = 1 / Double(hiddenSize).squareRoot()
    self.init(
      inputWeights: .uniform(
        rows: inputSize, columns: 4 * hiddenSize, in: -bound...bound, using: &generator),
      recurrentWeights: .uniform(
        rows: hiddenSize, columns: 4 * hiddenSize, in: -bound...bound, using: &generator),
      bias: LSTMCell.initialBias(hiddenSize: hiddenSize, forgetBias: forgetBias))
  }

  /// The bias before learning: zero for every gate but the forget gate.
  ///
  /// - Returns: 1 × 4·hiddenSize, in the order i, f, g, o.
  public static func initialBias(hiddenSize: Int, forgetBias: Double) -> Matrix {
    // EXERCISE 4.6 (2 points): remember at first
    let zeros = Matrix(rows: 1, columns: hiddenSize)
    return .sideBySide([
      zeros, Matrix(rows: 1, columns: hiddenSize, repeating: forgetBias), zeros, zeros,
    ])
    // PLACEHOLDER notWritten("4.6", rows: 1, columns: 4 * hiddenSize)
    // END
  }

  /// How many numbers learning has to find: 4·(D·H + H² + H).
  public var parameterCount: Int {
    inputWeights.values.count + recurrentWeights.values.count + bias.values.count
  }
}
