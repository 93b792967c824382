import ExerciseSupport

/// The rules of the six walkers on the bowl.
public enum WalkingRule: String, CaseIterable, Sendable {
  case gradientDescent
  /// Each gradient is clipped to a norm of 10.
  case clippedDescent
  case momentum
  case rmsProp
  case adam
  /// Its running means are left as they are.
  case adamWithoutCorrection
}

/// Whose paths the page shows.
///
/// - Returns: six rules, that of walker A first; each of them once.
public func rulesOfTheWalkers() -> [WalkingRule] {
  // EXERCISE 7.4 (3 points): six walkers and their rules
  // Read chapters/07-learning.md, "Six walkers". Check with: swift run course check 7.4
  notWritten("7.4", [])
}
