import ExerciseSupport
import LinearAlgebra

/// The places of examples in a data set, in three parts.
public struct ThreeParts: Equatable, Sendable {
  /// To learn from, to choose by, and to be looked at once; each in ascending order.
  public var training, validation, test: [Int]

  /// Three parts.
  public init(training: [Int], validation: [Int], test: [Int]) {
    (self.training, self.validation, self.test) = (training, validation, test)
  }
}

/// Divides examples at random into three parts, so that examples of one group stay together.
///
/// A part takes one group after the other until it has its share of the examples, or a little more:
/// without its last group it would have less.
///
/// - Parameters:
///   - groups: the group of each example, any numbers in any order.
///   - validation: the share of the examples that goes into the validation part, 0 or more.
///   - test: the share that goes into the test part. Both shares together are below 1.
///   - generator: decides which groups go where.
/// - Returns: the three parts; each example is in one of them.
/// - Precondition: both shares are 0 or more, and together below 1.
public func threeParts(
  groups: [Int], validation: Double, test: Double, using generator: inout SeededGenerator
) -> ThreeParts {
  stop(if: shareProblem(validation: validation, test: test))
  // EXERCISE 12.1 (3 points): three parts
  var order: [Int] = []
  for group in groups where !order.contains(group) { order.append(group) }
  order.shuffle(using: &generator)
  var parts = ThreeParts(training: [], validation: [], test: [])
  let count = Double(groups.count)
  for group in order {
    let members = groups.indices.filter { groups[$0] == group }
    if Double(parts.test.count) < test * count {
      parts.test += members
    } else if Double(parts.validation.count) < validation * count {
      parts.validation += members
    } else {
      parts.training += members
    }
  }
  return ThreeParts(
    training: parts.training.sorted(), validation: parts.validation.sorted(),
    test: parts.test.sorted())
  // PLACEHOLDER return notWritten("12.1", ThreeParts(training: [], validation: [], test: []))
  // END
}

func shareProblem(validation: Double, test: Double) -> String? {
  validation >= 0 && test >= 0 && validation + test < 1
    ? nil
    : "shares of \(validation) and \(test) leave nothing to learn from: they are 0 or more, and "
      + "together below 1"
}
