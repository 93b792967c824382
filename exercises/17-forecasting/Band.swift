import ExerciseSupport
import LinearAlgebra

/// Two forecasts for each target, between which it should lie.
public struct Band: Equatable, Sendable {
  /// The lower and the upper edge, each batch × horizon.
  public var lower, upper: Matrix

  /// A band of its edges, each batch × horizon.
  public init(lower: Matrix, upper: Matrix) { (self.lower, self.upper) = (lower, upper) }

  /// The share of the targets, batch × horizon, that lie in the band or on an edge.
  public func coverage(of targets: Matrix) -> Double {
    let inside = targets.values.indices.count {
      lower.values[$0] <= targets.values[$0] && targets.values[$0] <= upper.values[$0]
    }
    return Double(inside) / Double(targets.values.count)
  }

  /// The band with both edges further out, or further in if the margin is negative.
  public func widened(by margin: Double) -> Band {
    Band(lower: lower - margin, upper: upper + margin)
  }

  /// The smallest margin with which the band holds a share of these targets or more.
  ///
  /// - Parameters:
  ///   - share: above 0, and at most 1.
  ///   - targets: batch × horizon, of a part that the network has not learnt from.
  /// - Returns: what to widen both edges by; negative where the band is too wide.
  /// - Note: Romano, Patterson and Candès (2019), "Conformalized Quantile Regression".
  public func margin(toHold share: Double, of targets: Matrix) -> Double {
    // EXERCISE 17.8 (3 points): a band that keeps its promise
    // Read chapters/17-forecasting.md, "A band that keeps its promise".
    // Check with: swift run course check 17.8
    notWritten("17.8")
  }
}
