import ExerciseSupport
import LinearAlgebra

// Cells whose weights nobody learned.

/// Predicts the endless text aabaabaab…, in which a letter's successor depends on two letters:
/// after one `a` comes another, after two comes `b`. Symbol 0 is `a`, symbol 1 is `b`.
///
/// Unit 0 says whether this letter is `a`. Unit 1 says whether this one and the one before are.
public func doubledLetterModel() -> RNNModel {
  RNNModel(
    cell: RNNCell(
      inputWeights: [[2, 2], [-2, -2]],
      recurrentWeights: [[0, 3], [0, 0]],
      bias: [[0, -3]]),
    output: OutputLayer(
      weights: [[0, 0], [-3, 3]],
      bias: [[0, 0]]))
}

/// Counts ones modulo two: reads a stream of bits, each a 1×1 input of 0 or 1, and predicts
/// symbol 1 while it has seen an odd number of ones, symbol 0 while it has seen an even number.
///
/// It starts from a hidden state of zeros.
///
/// - Returns: a model with one input, two hidden units and two symbols.
public func parityModel() -> RNNModel {
  // EXERCISE 2.4 (5 points): weights that compute parity
  // Read chapters/02-the-vanilla-rnn.md, "Parity by hand". Check with: swift run course check 2.4
  notWritten(
    "2.4",
    RNNModel(
      cell: RNNCell(
        inputWeights: [[.nan, .nan]],
        recurrentWeights: [[.nan, .nan], [.nan, .nan]],
        bias: [[.nan, .nan]]),
      output: OutputLayer(
        weights: [[.nan, .nan], [.nan, .nan]],
        bias: [[.nan, .nan]])))
}
