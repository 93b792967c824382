import ExerciseSupport
import LinearAlgebra

/// A window of readings of which some are missing, as three numbers a step.
public struct Gaps: Equatable, Sendable {
  /// The reading, or where it is missing, the last one before it; 0 where there is none yet.
  public var carried: [Double]
  /// m: 1 where there is a reading, 0 where there is none.
  public var mask: [Double]
  /// δ: how many steps lie between this step and the last reading before it; see `gaps(in:)`.
  public var since: [Double]

  /// Three numbers a step.
  public init(carried: [Double], mask: [Double], since: [Double]) {
    (self.carried, self.mask, self.since) = (carried, mask, since)
  }
}

/// Tells of each step of a window what was read, whether it was, and how long ago the last reading
/// *before* this step was.
///
/// The first step has no step before it: its δ is 0. From there on, δ counts the steps since the last
/// reading, or, as long as there has been none, since the window began. A reading does not count for
/// its own step, but for those after it.
///
/// - Parameter readings: on a scale whose mean is 0; nil where one is missing.
/// - Returns: three numbers for each step.
/// - Note: Che, Purushotham, Cho, Sontag and Liu (2018), "Recurrent Neural Networks for Multivariate
///   Time Series with Missing Values".
public func gaps(in readings: [Double?]) -> Gaps {
  var result = Gaps(carried: [], mask: [], since: [])
  // EXERCISE 17.3 (3 points): what a gap says
  var (last, steps) = (0.0, 0.0)
  for reading in readings {
    result.since.append(steps)
    if let reading { (last, steps) = (reading, 0) }
    result.carried.append(last)
    result.mask.append(reading == nil ? 0 : 1)
    steps += 1
  }
  return result
  // PLACEHOLDER result.carried = readings.map { _ in .nan }
  // PLACEHOLDER (result.mask, result.since) = (result.carried, result.carried)
  // PLACEHOLDER return notWritten("17.3", result)
  // END
}

/// One step of a batch of windows, each matrix batch × features: what `gaps(in:)` tells of each.
public struct GapStep: Equatable, Sendable {
  /// What was read last, at this step or before it.
  public var carried: Matrix
  /// m, of 1 and 0.
  public var mask: Matrix
  /// δ, in steps.
  public var since: Matrix

  /// Three matrices of one shape.
  ///
  /// - Precondition: the shapes are the same.
  public init(carried: Matrix, mask: Matrix, since: Matrix) {
    stop(if: gapProblem(carried, mask, since))
    (self.carried, self.mask, self.since) = (carried, mask, since)
  }
}

func gapProblem(_ carried: Matrix, _ mask: Matrix, _ since: Matrix) -> String? {
  carried.shape == mask.shape && carried.shape == since.shape
    ? nil
    : "readings of \(carried.shape), a mask of \(mask.shape) and times of \(since.shape) are no "
      + "step: they have one shape"
}
