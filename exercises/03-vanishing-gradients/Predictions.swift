import ExerciseSupport

/// How much of a gradient of length 1 you expect to be left after 20 steps back through the
/// chapter's network of 32 units, with the tanh and with inputs of standard deviation 0.3.
///
/// - Returns: three guesses, for the spectral radii 0.7, 1.3 and 2 in this order.
public func predictedRemainders() -> [Double] {
  // EXERCISE 3.5 (3 points): what is left after 20 steps
  // Read chapters/03-vanishing-gradients.md, "What is left?".
  // Check with: swift run course check 3.5
  notWritten("3.5", [.nan, .nan, .nan])
}
