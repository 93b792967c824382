import LinearAlgebra

/// Sums that have been brought to a mean of 0 and a variance of 1, part by part and row by row.
///
/// - Note: Ba, Kiros and Hinton (2016), "Layer Normalization".
public struct NormalisedSums: Equatable, Sendable {
  /// Batch × k·width.
  public let values: Matrix
  /// What each part of a row was divided by, batch × k.
  public let deviations: Matrix

  /// What is added to a variance, so that sums that are all alike can be divided.
  public static let epsilon = 1e-5

  /// Normalises sums.
  ///
  /// - Parameters:
  ///   - sums: batch × k·width.
  ///   - width: how many sums a part has, H.
  public init(_ sums: Matrix, width: Int) {
    var values = sums
    var deviations = Matrix(rows: sums.rows, columns: sums.columns / width)
    for row in 0..<sums.rows {
      for part in 0..<deviations.columns {
        let columns = part * width..<(part + 1) * width
        var (mean, square) = (0.0, 0.0)
        for column in columns { mean += sums[row, column] / Double(width) }
        for column in columns {
          values[row, column] = sums[row, column] - mean
          square += values[row, column] * values[row, column] / Double(width)
        }
        deviations[row, part] = (square + Self.epsilon).squareRoot()
        for column in columns { values[row, column] /= deviations[row, part] }
      }
    }
    (self.values, self.deviations) = (values, deviations)
  }

  /// Back to the sums: what arrives, without its mean and without its share along the values,
  /// divided by the deviation.
  ///
  /// - Parameter arriving: at the values, batch × k·width.
  /// - Returns: at the sums, of the same shape.
  public func gradients(_ arriving: Matrix) -> Matrix {
    var result = arriving
    let width = values.columns / max(1, deviations.columns)
    for row in 0..<values.rows {
      for part in 0..<deviations.columns {
        let columns = part * width..<(part + 1) * width
        var (mean, along) = (0.0, 0.0)
        for column in columns {
          mean += arriving[row, column] / Double(width)
          along += arriving[row, column] * values[row, column] / Double(width)
        }
        for column in columns {
          result[row, column] =
            (arriving[row, column] - mean - values[row, column] * along) / deviations[row, part]
        }
      }
    }
    return result
  }
}
