import ExerciseSupport
import LinearAlgebra

/// Turns degrees into numbers of a size that a network likes, and back.
public struct Scale: Equatable, Sendable {
  /// What becomes 0, in the unit of the readings.
  public var mean: Double
  /// What one unit of the scale is, in the unit of the readings; above 0.
  public var deviation: Double

  /// A scale of its two numbers.
  public init(mean: Double, deviation: Double) {
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// Where a reading lies on the scale.
  public func scaled(_ reading: Double) -> Double { (reading - mean) / deviation }

  /// The reading that lies there.
  public func reading(_ scaled: Double) -> Double { mean + deviation * scaled }

  /// The scale on which the readings of the training part have the mean 0 and the mean square 1.
  ///
  /// - Parameters:
  ///   - readings: of the whole series; nil where one is missing.
  ///   - training: the places of the training part, at least one of which has a reading.
  /// - Returns: the mean of its readings, and the root of their mean squared distance from it; 1
  ///   instead where they are all alike.
  public static func fitted(to readings: [Double?], in training: Range<Int>) -> Scale {
    // EXERCISE 17.2 (2 points): a scale that has not seen the future
    // Read chapters/17-forecasting.md, "A scale that has not seen the future".
    // Check with: swift run course check 17.2
    notWritten("17.2", Scale(mean: .nan, deviation: .nan))
  }
}
