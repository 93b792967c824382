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
  [.momentum, .rmsProp, .clippedDescent, .adamWithoutCorrection, .gradientDescent, .adam]
  // PLACEHOLDER notWritten("7.4", [])
  // END
}
