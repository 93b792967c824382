import ExerciseSupport
import LinearAlgebra

/// Windows of a series in three parts that follow each other in time. A window is known by the place
/// of its first reading, counted from 0.
public struct TimeParts: Equatable, Sendable {
  /// The places where windows begin: to learn from, to choose by, and to be looked at once.
  public var training, validation, test: Range<Int>

  /// Three parts.
  public init(training: Range<Int>, validation: Range<Int>, test: Range<Int>) {
    (self.training, self.validation, self.test) = (training, validation, test)
  }
}

/// Divides the windows of a series so that nothing of a later part is known in an earlier one.
///
/// A window that begins at place s reads `length` readings, the first at s. Its targets are the
/// `horizon` readings that come next. It belongs to the part in which *all* of its targets lie, and to
/// no part if they lie in two. What it reads may lie in an earlier part: when the forecast is made,
/// that has been read.
///
/// - Parameters:
///   - count: readings of the logbook.
///   - length: readings of a window, at least 1.
///   - horizon: targets of a window, at least 1.
///   - validationFrom: the place of the first reading of the validation part.
///   - testFrom: the place of the first reading of the test part.
/// - Returns: three ranges of places; each holds every window that belongs to its part.
/// - Precondition: each part has room for a window's targets, and the first for the window, too.
public func timeParts(
  count: Int, length: Int, horizon: Int, validationFrom: Int, testFrom: Int
) -> TimeParts {
  stop(
    if: partsProblem(
      count: count, length: length, horizon: horizon, validationFrom: validationFrom,
      testFrom: testFrom))
  // EXERCISE 17.1 (3 points): parts in time
  let span = length + horizon
  return TimeParts(
    training: 0..<validationFrom - span + 1,
    validation: validationFrom - length..<testFrom - span + 1,
    test: testFrom - length..<count - span + 1)
  // PLACEHOLDER return notWritten("17.1", TimeParts(training: 0..<0, validation: 0..<0, test: 0..<0))
  // END
}

func partsProblem(
  count: Int, length: Int, horizon: Int, validationFrom: Int, testFrom: Int
) -> String? {
  length >= 1 && horizon >= 1 && validationFrom >= length + horizon
    && testFrom >= validationFrom + horizon && count >= testFrom + horizon
    ? nil
    : "\(count) readings, parted at \(validationFrom) and \(testFrom), leave a part without a "
      + "window of \(length) readings and \(horizon) targets"
}
