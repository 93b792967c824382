import ExerciseSupport
import LinearAlgebra

/// A threshold that finds a class well: the answer is yes where a probability is at least as large.
///
/// - Parameters:
///   - probabilities: of yes, from 0 to 1, as a model gives them for the validation part. Several
///     may be equal.
///   - labels: 1 where yes is true, 0 where no is.
/// - Returns: a threshold with the highest F1 of yes that any threshold reaches on these examples;
///   0.5 where there are none.
/// - Precondition: there is a label for each probability.
public func chosenThreshold(probabilities: [Double], labels: [Int]) -> Double {
  stop(if: answersProblem(truths: labels.count, answers: probabilities.count))
  // EXERCISE 14.6 (3 points): a threshold
  var (best, highest) = (0.5, -1.0)
  for candidate in probabilities {
    let f1 = confusion(
      truths: labels, answers: answers(probabilities, threshold: candidate), classes: 2
    ).figures(of: 1).f1
    if f1 > highest { (best, highest) = (candidate, f1) }
  }
  return best
  // PLACEHOLDER return notWritten("14.6")
  // END
}

// REGION answers
/// 1 where a probability is at least the threshold, and 0 elsewhere.
public func answers(_ probabilities: [Double], threshold: Double) -> [Int] {
  probabilities.map { $0 >= threshold ? 1 : 0 }
}
// END REGION answers
