import LinearAlgebra
import Sequences
import VanillaRNN

/// The loss of the predictions that an output layer makes from hidden states, and its gradients.
public struct OutputGradients: Equatable, Sendable {
  /// The mean cross-entropy over all steps and rows, in nats; 0 where there is no step.
  public var loss: Double
  /// For each step, what arrives at h(t) from its own output, batch × hiddenSize.
  public var hidden: [Matrix]
  /// `dWy`, hiddenSize × vocabularySize, and `dby`, 1 × vocabularySize: sums over all steps.
  public var weights, bias: Matrix
}

extension OutputLayer {
  // REGION output-gradients
  /// Your functions 1.9 and 5.2, once for each step.
  ///
  /// - Parameters:
  ///   - states: h(1) to h(T), each batch × hiddenSize.
  ///   - targets: for each step, the symbol that each row should predict.
  /// - Precondition: there is one list of targets for each step, with one target for each row.
  public func gradients(_ states: [Matrix], targets: [[Int]]) -> OutputGradients {
    stop(if: targetsProblem(states, targets: targets))
    var total = OutputGradients(
      loss: 0, hidden: [], weights: weights.filledWithZeros, bias: bias.filledWithZeros)
    for (hidden, symbols) in zip(states, targets) {
      let z = logits(hidden)
      total.loss += crossEntropy(z, targets: symbols) / Double(states.count)
      // The loss is the mean over T steps, and 1.9 knows of one step only.
      let dz = crossEntropyGradient(z, targets: symbols) / Double(states.count)
      let step = affineGradients(hidden, weights: weights, outputGradient: dz)
      total.hidden.append(step.input)
      total.weights += step.weights
      total.bias += step.bias
    }
    return total
  }
  // END REGION output-gradients
}

/// The sentence that says why these targets do not belong to these steps; nil where they do.
func targetsProblem(_ steps: [Matrix], targets: [[Int]]) -> String? {
  if steps.count != targets.count {
    return "\(steps.count) steps with targets for \(targets.count): each step needs its targets"
  }
  for (step, (rows, symbols)) in zip(steps, targets).enumerated()
  where rows.rows != symbols.count {
    return "step \(step + 1) has \(rows.rows) rows and \(symbols.count) targets: each row needs one"
  }
  return nil
}
