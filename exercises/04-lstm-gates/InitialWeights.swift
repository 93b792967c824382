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

  /// The bias before learning: zero, but for the forget gate's block.
  ///
  /// - Returns: 1 × 4·hiddenSize, in the order i, f, g, o.
  public static func initialBias(hiddenSize: Int, forgetBias: Double) -> Matrix {
    let zeros = Matrix(rows: 1, columns: hiddenSize)
    let forget = Matrix(rows: 1, columns: hiddenSize, repeating: forgetBias)
    return .sideBySide([zeros, forget, zeros, zeros])
  }

  /// The forget gate's bias with which half of a memory is left after some steps, if nothing but
  /// the bias moves the gate and nothing is written.
  ///
  /// - Parameter steps: how many, more than 0; not always a whole number.
  /// - Returns: the bias: 0 for one step, more for more, negative for less.
  public static func forgetBias(halfLife steps: Double) -> Double {
    // EXERCISE 4.6 (2 points): a bias for a half-life
    // Read chapters/04-lstm-gates.md, "A bias for a half-life".
    // Check with: swift run course check 4.6
    notWritten("4.6")
  }

  /// How many numbers learning has to find: 4·(D·H + H² + H).
  public var parameterCount: Int {
    inputWeights.values.count + recurrentWeights.values.count + bias.values.count
  }
}
