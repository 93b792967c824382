import ExerciseSupport
import LinearAlgebra

/// A function of one number, with what its author says is its slope.
public struct Claim: Sendable {
  /// Finite and smooth at every x between 0 and 1.
  public var function: @Sendable (Double) -> Double
  /// The slope of the function at x, as the author claims.
  public var slope: @Sendable (Double) -> Double

  /// A claim of two closures.
  public init(
    function: @escaping @Sendable (Double) -> Double,
    slope: @escaping @Sendable (Double) -> Double
  ) {
    self.function = function
    self.slope = slope
  }
}

/// Two claims about which a check with the usual width of 1e-5 is wrong, at every x between 0 and 1.
///
/// - Returns: first a claim whose slope is wrong by a hundredth or more at most places, though the
///   check passes; then one whose slope is right, though the check fails.
public func foolTheChecker() -> (wrong: Claim, right: Claim) {
  // EXERCISE 6.9 (3 points): two that fool the checker
  // Read chapters/06-gradient-checking.md, "Two that fool the checker".
  // Check with: swift run course check 6.9
  let nothing = Claim(function: { _ in .nan }, slope: { _ in .nan })
  return notWritten("6.9", (nothing, nothing))
}

/// The number π.
public let pi = Double.pi

/// The sine of an angle, good to some fifteen digits for angles up to a million.
public func sine(_ angle: Double) -> Double {
  let turns = (angle / (2 * pi)).rounded()
  let rest = angle - turns * 2 * pi
  // From -π to π Taylor's series needs 14 terms for that.
  var (term, sum) = (rest, rest)
  for k in 1...14 {
    term *= -rest * rest / Double(2 * k * (2 * k + 1))
    sum += term
  }
  return sum
}

/// The cosine of an angle, as good as `sine`, of which it is the slope.
public func cosine(_ angle: Double) -> Double { sine(angle + pi / 2) }
