import Kernels

/// The loss of connectionist temporal classification: −log of the probability that a network's outputs,
/// a distribution over labels and a blank at each time step, spell a target.
///
/// An alignment has one label or the blank at each step. It spells what is left when repetitions are
/// merged and then blanks dropped, so that a label that stands twice in a row needs a blank between.
/// The probability is the sum over all alignments that spell the target, found by forward and backward
/// sums over the states of
///
///     blank, label 1, blank, label 2, …, label U, blank
///
/// All is kept as logarithms in double precision. The memory is used again for one sequence after the
/// other.
///
/// - Note: Graves, Fernández, Gomez and Schmidhuber (2006), "Connectionist Temporal Classification:
///   Labelling Unsegmented Sequence Data with Recurrent Neural Networks", section 4.
struct CTCLattice {
  private var row = Scratch()
  private var forwards = Scratch()
  private var backwards = Scratch()

  /// The loss of one sequence, in nats; infinite where the target needs more steps than there are.
  ///
  /// - Parameters:
  ///   - logits: steps × classes; they become the loss's gradient, or zeros where the loss is infinite.
  ///   - target: its labels, none of which is the blank.
  ///   - blank: the class that stands for no label.
  mutating func lossAndGradient(
    _ logits: UnsafeMutablePointer<Double>, steps: Int, classes: Int,
    target: UnsafeBufferPointer<Int>, blank: Int
  ) -> Double {
    logSoftmax(logits, rows: steps, columns: classes, scratch: row.take(classes))
    if steps == 0 { return target.isEmpty ? 0 : .infinity }
    let path = Path(target: target, blank: blank)
    let alpha = forwards.take(steps * path.count)
    let likelihood = path.forward(logits, steps: steps, classes: classes, into: alpha)
    if likelihood == -.infinity {
      logits.update(repeating: 0, count: steps * classes)
      return .infinity
    }
    let beta = backwards.take(2 * path.count)
    path.backward(
      logits, steps: steps, classes: classes, alpha: alpha, beta: beta, likelihood: likelihood)
    return -likelihood
  }

  /// How many time steps a target needs: one for each label, and one for a blank between equal ones.
  static func stepsNeeded(_ target: some Collection<Int>) -> Int {
    target.count + zip(target, target.dropFirst()).count { $0 == $1 }
  }

  /// The states that an alignment goes through: the labels with blanks around them.
  private struct Path {
    let target: UnsafeBufferPointer<Int>
    let blank: Int

    var count: Int { 2 * target.count + 1 }

    func symbol(_ state: Int) -> Int { state % 2 == 0 ? blank : target[state / 2] }

    /// Whether a label can follow the one before it without a blank.
    func skips(to state: Int) -> Bool {
      state % 2 == 1 && state >= 3 && target[state / 2] != target[state / 2 - 1]
    }

    /// The states at a step from which the end can be reached, and that can be reached.
    func reachable(_ step: Int, of steps: Int) -> Range<Int> {
      let first = max(0, count - 2 * (steps - step))
      return first..<max(first, min(count, 2 * step + 2))
    }

    /// Writes for each step and state the logarithm of the probability of all alignments that come
    /// there, the step's own outputs among it; returns that of all that reach the end.
    func forward(
      _ y: UnsafePointer<Double>, steps: Int, classes: Int,
      into alpha: UnsafeMutablePointer<Double>
    ) -> Double {
      alpha.update(repeating: -.infinity, count: steps * count)
      for state in reachable(0, of: steps) { alpha[state] = y[symbol(state)] }
      for step in 1..<max(1, steps) {
        let (before, now) = (alpha + (step - 1) * count, alpha + step * count)
        for state in reachable(step, of: steps) {
          var sum = before[state]
          if state >= 1 { sum = logSum(sum, before[state - 1]) }
          if skips(to: state) { sum = logSum(sum, before[state - 2]) }
          now[state] = sum + y[step * classes + symbol(state)]
        }
      }
      let last = alpha + steps * count
      return count > 1 ? logSum(last[-1], last[-2]) : last[-1]
    }

    /// Turns log-probabilities into the gradient of the loss with respect to the logits, from the last
    /// step to the first: the softmax less the share of alignments that pass through each class.
    ///
    /// - Parameter beta: 2 × count; for each state the logarithm of the probability of all that comes
    ///   after a step.
    func backward(
      _ y: UnsafeMutablePointer<Double>, steps: Int, classes: Int, alpha: UnsafePointer<Double>,
      beta: UnsafeMutablePointer<Double>, likelihood: Double
    ) {
      var (now, before) = (beta, beta + count)
      now.update(repeating: -.infinity, count: count)
      for state in max(0, count - 2)..<count { now[state] = 0 }
      for step in (0..<steps).reversed() {
        let row = y + step * classes
        if step > 0 {
          before.update(repeating: -.infinity, count: count)
          for state in reachable(step - 1, of: steps) {
            var sum = now[state] + row[symbol(state)]
            if state + 1 < count { sum = logSum(sum, now[state + 1] + row[symbol(state + 1)]) }
            if state + 2 < count, skips(to: state + 2) {
              sum = logSum(sum, now[state + 2] + row[symbol(state + 2)])
            }
            before[state] = sum
          }
        }
        Double.vectorExp(row, into: row, count: classes)
        for state in reachable(step, of: steps) {
          row[symbol(state)] -= Double.exp(alpha[step * count + state] + now[state] - likelihood)
        }
        swap(&now, &before)
      }
    }
  }
}
