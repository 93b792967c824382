import ExerciseSupport
import LinearAlgebra

// Cells whose weights nobody learned.

// REGION doubled-letter
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
// END REGION doubled-letter

/// Counts ones modulo two: reads a stream of bits, each a 1×1 input of 0 or 1, and predicts
/// symbol 1 while it has seen an odd number of ones, symbol 0 while it has seen an even number.
///
/// It starts from a hidden state of zeros.
///
/// - Returns: a model with one input, two hidden units and two symbols.
public func parityModel() -> RNNModel {
  // EXERCISE 2.4 (5 points): weights that compute parity
  // The parity so far, r, is half of what unit 0 is above unit 1. Unit 0 says whether r + x is
  // above 0.5, unit 1 whether it is above 1.5, each as the tanh of 8 times the distance.
  RNNModel(
    cell: RNNCell(
      inputWeights: [[8, 8]],
      recurrentWeights: [[4, 4], [-4, -4]],
      bias: [[-4, -12]]),
    output: OutputLayer(
      weights: [[-4, 4], [4, -4]],
      bias: [[4, -4]]))
  // PLACEHOLDER notWritten(
  // PLACEHOLDER   "2.4",
  // PLACEHOLDER   RNNModel(
  // PLACEHOLDER     cell: RNNCell(
  // PLACEHOLDER       inputWeights: [[.nan, .nan]],
  // PLACEHOLDER       recurrentWeights: [[.nan, .nan], [.nan, .nan]],
  // PLACEHOLDER       bias: [[.nan, .nan]]),
  // PLACEHOLDER     output: OutputLayer(
  // PLACEHOLDER       weights: [[.nan, .nan], [.nan, .nan]],
  // PLACEHOLDER       bias: [[.nan, .nan]])))
  // END
}
