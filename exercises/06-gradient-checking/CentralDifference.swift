import ExerciseSupport

/// The slope of a function, measured on both sides of a point.
///
/// - Parameters:
///   - function: f, finite near x.
///   - x: the point.
///   - step: the width ε, how far to go to either side.
/// - Returns: the slope up to an error of ε²·f'''(x)/6 and what rounding adds, about |f(x)|·10⁻¹⁶/ε.
/// - Complexity: the function is called twice.
public func centralDifference(
  of function: (Double) -> Double, at x: Double, step: Double
) -> Double {
  // EXERCISE 6.1 (2 points): the slope from both sides
  // Read chapters/06-gradient-checking.md, "The slope from both sides".
  // Check with: swift run course check 6.1
  notWritten("6.1")
}

/// The slope of a function, measured on one side of a point only.
///
///     (f(x + ε) - f(x)) / ε
///
/// - Returns: the slope up to an error of ε·f''(x)/2 and what rounding adds.
public func forwardDifference(
  of function: (Double) -> Double, at x: Double, step: Double
) -> Double {
  (function(x + step) - function(x)) / step
}
