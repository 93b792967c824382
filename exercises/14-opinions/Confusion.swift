import ExerciseSupport
import LinearAlgebra

/// How often each class was answered where each class was true.
public struct Confusion: Equatable, Sendable {
  /// A row for each true class, a column for each answer.
  public var counts: [[Int]]
}

extension Confusion {
  /// From its counts: a row for each true class, a column for each answer.
  public init(_ counts: [[Int]]) { self.init(counts: counts) }

  /// The share of right answers; 0 where there are none.
  public var accuracy: Double {
    var (right, all) = (0, 0)
    for (truth, row) in counts.enumerated() {
      right += row[truth]
      for count in row { all += count }
    }
    return all == 0 ? 0 : Double(right) / Double(all)
  }
}

/// Counts which class was taken for which.
///
///     confusion(truths: [0, 0, 1], answers: [0, 1, 1], classes: 2)    // [[1, 1], [0, 1]]
///
/// - Parameters:
///   - truths: the true class of each example, in `0..<classes`.
///   - answers: what was answered, in `0..<classes`, one for each truth.
///   - classes: how many there are. One that never occurs has a row and a column, too.
/// - Precondition: there are as many answers as truths.
public func confusion(truths: [Int], answers: [Int], classes: Int) -> Confusion {
  stop(if: answersProblem(truths: truths.count, answers: answers.count))
  var result = Confusion(Array(repeating: Array(repeating: 0, count: classes), count: classes))
  // EXERCISE 14.4 (2 points): who is taken for whom
  // Read chapters/14-opinions.md, "Who is taken for whom". Check with: swift run course check 14.4
  return notWritten("14.4", &result, becomes: result)
}

/// How well one class is found.
public struct ClassFigures: Equatable, Sendable {
  /// Of the answers that name the class, the share that is right.
  public var precision: Double
  /// Of the examples of the class, the share that is found.
  public var recall: Double
  /// The harmonic mean of the two.
  public var f1: Double

  /// Three shares, from 0 to 1.
  public init(precision: Double, recall: Double, f1: Double) {
    (self.precision, self.recall, self.f1) = (precision, recall, f1)
  }
}

extension Confusion {
  /// Precision, recall and F1 of one class.
  ///
  /// - Parameter label: the class, in `0..<counts.count`.
  /// - Returns: shares from 0 to 1. A share of nothing is 0: the precision of a class that is never
  ///   answered, the recall of one that never occurs, and the F1 of one that is never found.
  public func figures(of label: Int) -> ClassFigures {
    // EXERCISE 14.5 (3 points): precision, recall and F1
    // Read chapters/14-opinions.md, "Precision, recall and F1".
    // Check with: swift run course check 14.5
    notWritten(
      "14.5", ClassFigures(precision: .nan, recall: .nan, f1: .nan))
  }
}

/// The sentence that says that truths and answers do not belong together; nil where they do.
func answersProblem(truths: Int, answers: Int) -> String? {
  truths == answers ? nil : "\(truths) truths with \(answers) answers: each needs one"
}
