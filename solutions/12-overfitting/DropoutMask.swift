import ExerciseSupport
import LinearAlgebra

/// A random mask, to be multiplied with what is to be dropped in part.
///
/// - Parameters:
///   - rows: one for each sequence.
///   - columns: one for each number that may be dropped.
///   - rate: the probability of each number to be dropped, from 0 up to 1, 1 excluded.
///   - generator: draws them.
/// - Returns: rows × columns numbers, each drawn for itself: 0 where something is dropped. The
///   expected value of each is 1.
/// - Note: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), "Dropout".
/// - Precondition: the rate is 0 or more, and below 1.
public func dropoutMask(
  rows: Int, columns: Int, rate: Double, using generator: inout SeededGenerator
) -> Matrix {
  stop(if: rateProblem(rate))
  // EXERCISE 12.4 (2 points): a mask whose mean is 1
  let kept = 1 / (1 - rate)
  return Matrix(
    rows: rows, columns: columns,
    values: (0..<rows * columns).map { _ in generator.uniform() < rate ? 0 : kept })
  // PLACEHOLDER return notWritten("12.4", rows: rows, columns: columns)
  // END
}

func rateProblem(_ rate: Double) -> String? {
  rate >= 0 && rate < 1
    ? nil : "a dropout rate of \(rate) leaves nothing to learn from: it must be from 0 up to 1"
}
