import ExerciseSupport
import LinearAlgebra

/// The mean surprise, in nats, at symbols that came: `-log p(target)`, where `p` is the softmax
/// of the symbol's row of logits.
///
///     crossEntropy([[0, 0, 0, 0]], targets: [2])      // log 4 = 1.3863
///
/// - Parameters:
///   - logits: z, batch × V, any finite numbers, however large.
///   - targets: the symbol that came, one for each row, each in `0..<V`.
/// - Returns: L, at least 0, finite; 0 only where every target had probability 1.
/// - Precondition: there is at least one row, and one target for each.
public func crossEntropy(_ logits: Matrix, targets: [Int]) -> Double {
  stop(if: targetProblem(logits, targets: targets))
  // EXERCISE 1.4 (3 points): the mean surprise, from the logits
  var total = 0.0
  for (row, target) in targets.enumerated() {
    let largest = logits.row(row).rowMaxima[0, 0]
    let logSum = largest + log(exp(logits.row(row) - largest).sum)
    total += logSum - logits[row, target]
  }
  return total / Double(targets.count)
  // PLACEHOLDER return notWritten("1.4")
  // END
}

/// The sentence that says why these targets do not belong to these logits; nil where they do.
func targetProblem(_ logits: Matrix, targets: [Int]) -> String? {
  if logits.rows == 0 { return "the cross-entropy of no rows is not defined: there is no mean" }
  if logits.rows != targets.count {
    return "logits of \(logits.shape) need \(logits.rows) targets, one for each row, "
      + "not \(targets.count)"
  }
  return symbolProblem(targets, vocabularySize: logits.columns)
}

// REGION perplexity
/// Among how many equally likely symbols a guess would be as surprised: e to the power of the loss.
///
///     perplexity(0)      // 1: never surprised
///
/// - Parameter loss: a mean surprise in nats, at least 0.
/// - Returns: at least 1; V for a model that thinks all V symbols equally likely.
/// - Note: Jelinek, Mercer, Bahl and Baker (1977), "Perplexity—a measure of the difficulty of
///   speech recognition tasks".
public func perplexity(_ loss: Double) -> Double {
  exp(loss)
}
// END REGION perplexity
