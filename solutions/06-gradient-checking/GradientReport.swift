import ExerciseSupport
import LinearAlgebra

/// One number of a gradient, by rule and by measurement.
public struct GradientEntry: Equatable, Sendable {
  // REGION entry
  /// Its place in the matrix, counted from 0.
  public var row, column: Int
  /// What the backward pass says.
  public var analytic: Double
  /// What the loss says, on either side.
  public var numerical: Double
  /// How far the two are apart, as `relativeError` says.
  public var relativeError: Double
  // END REGION entry
}

/// What a check found about one parameter.
public struct ParameterReport: Equatable, Sendable {
  // REGION parameter
  /// What the parameter is called: W, U, b, …
  public var name: String
  /// Its shape: `3×12`.
  public var shape: String
  /// The number with the largest relative error.
  public var worst: GradientEntry
  // END REGION parameter
}

/// What a check found, one line a parameter.
public struct GradientReport: Equatable, Sendable {
  /// One report for each parameter, in the order of the model's.
  public var parameters: [ParameterReport]
}

/// The number of a gradient with the largest relative error; of several, the first, row by row.
///
/// - Parameters:
///   - analytic: from the backward pass, one number or more.
///   - numerical: measured, of the same shape.
/// - Returns: the place, both numbers, and their `relativeError`.
public func worstEntry(analytic: Matrix, numerical: Matrix) -> GradientEntry {
  var worst = GradientEntry(row: 0, column: 0, analytic: 0, numerical: 0, relativeError: -1)
  // EXERCISE 6.4 (3 points): the worst of many
  for row in 0..<analytic.rows {
    for column in 0..<analytic.columns {
      let (a, n) = (analytic[row, column], numerical[row, column])
      let error = relativeError(a, n)
      if error > worst.relativeError {
        worst = GradientEntry(
          row: row, column: column, analytic: a, numerical: n, relativeError: error)
      }
    }
  }
  return worst
  // PLACEHOLDER return notWritten(
  // PLACEHOLDER   "6.4", &worst,
  // PLACEHOLDER   becomes: GradientEntry(
  // PLACEHOLDER     row: 0, column: 0, analytic: 0, numerical: 0, relativeError: .nan))
  // END
}

// MARK: - Given

extension GradientReport {
  /// A report from three lists of one length, one item a parameter. A parameter without numbers,
  /// such as a weight matrix of no rows, is left out: there is nothing to check.
  ///
  /// - Parameters:
  ///   - names: what the parameters are called.
  ///   - analytic: gradients from the backward pass, each of its parameter's shape.
  ///   - numerical: those that were measured, of the same shapes.
  public init(names: [String], analytic: [Matrix], numerical: [Matrix]) {
    parameters = []
    for (name, (a, n)) in zip(names, zip(analytic, numerical)) where !a.values.isEmpty {
      parameters.append(
        ParameterReport(
          name: name, shape: a.shape, worst: worstEntry(analytic: a, numerical: n)))
    }
  }

  // REGION verdict
  /// The largest relative error of all parameters; infinity where nothing was checked.
  public var largestError: Double {
    parameters.map { $0.worst.relativeError }.max() ?? .infinity
  }

  /// The names of the parameters with a larger error than that.
  public func failures(within tolerance: Double = 1e-6) -> [String] {
    // Not `>`: an error that is not a number fails too.
    parameters.filter { !($0.worst.relativeError <= tolerance) }.map { $0.name }
  }

  /// Whether something was checked and all of it is right.
  public func passes(within tolerance: Double = 1e-6) -> Bool {
    !parameters.isEmpty && failures(within: tolerance).isEmpty
  }
  // END REGION verdict
}
