import ExerciseSupport
import LinearAlgebra
import UnequalLengths

// REGION readout
/// How the states of a whole text become one row of numbers.
public enum Readout: String, CaseIterable, Sendable {
  /// The state after the last word.
  case last
  /// For each unit, the mean of its states.
  case mean
  /// For each unit, the largest of its states, wherever it stood.
  case maximum
}
// END REGION readout

extension Readout {
  /// What a classifier is given of a batch of texts.
  ///
  ///     Readout.mean.summary(of: [[[2]], [[4]], [[9]]], mask: [[[1]], [[1]], [[0]]])   // [[3]]
  ///
  /// - Parameters:
  ///   - states: h(1) to h(T), each batch × hiddenSize; at least one. Rows of padding may hold
  ///     anything.
  ///   - mask: m(1) to m(T), each batch × 1: 1 where a row has a word, on whichever side.
  /// - Returns: batch × hiddenSize; a row of zeros for a text without a word.
  /// - Precondition: there are as many masks as states.
  /// - Note: the maximum over time: Collobert et al. (2011), "Natural Language Processing (Almost)
  ///   from Scratch".
  public func summary(of states: [Matrix], mask: [Matrix]) -> Matrix {
    stop(if: readoutProblem(states: states.count, masks: mask.count))
    // EXERCISE 14.1 (4 points): three readouts
    var summary = states[0].filledWithZeros
    for row in 0..<summary.rows {
      let steps = states.indices.filter { mask[$0][row, 0] == 1 }
      guard let end = steps.last else { continue }
      for unit in 0..<summary.columns {
        let values = steps.map { states[$0][row, unit] }
        switch self {
        case .last: summary[row, unit] = states[end][row, unit]
        case .mean: summary[row, unit] = values.reduce(0, +) / Double(values.count)
        case .maximum: summary[row, unit] = values.reduce(values[0]) { max($0, $1) }
        }
      }
    }
    return summary
    // PLACEHOLDER return notWritten("14.1", states[0].filledWithNaN)
    // END
  }

  /// Carries the gradient of that row back to the states.
  ///
  /// - Parameters:
  ///   - states: as for `summary(of:mask:)`.
  ///   - mask: as for `summary(of:mask:)`.
  ///   - summaryGradient: what arrives at the summary, batch × hiddenSize.
  /// - Returns: what arrives at h(1) to h(T), each batch × hiddenSize. Where several steps hold a
  ///   unit's largest number, the first of them hears of it.
  /// - Precondition: there are as many masks as states.
  public func gradients(
    of states: [Matrix], mask: [Matrix], summaryGradient: Matrix
  ) -> [Matrix] {
    stop(if: readoutProblem(states: states.count, masks: mask.count))
    // EXERCISE 14.2 (4 points): back through a readout
    var gradients = states.map { $0.filledWithZeros }
    for row in 0..<summaryGradient.rows {
      let steps = states.indices.filter { mask[$0][row, 0] == 1 }
      guard let end = steps.last else { continue }
      for unit in 0..<summaryGradient.columns {
        let arriving = summaryGradient[row, unit]
        switch self {
        case .last: gradients[end][row, unit] = arriving
        case .mean:
          for t in steps { gradients[t][row, unit] = arriving / Double(steps.count) }
        case .maximum:
          let largest = steps.reduce(steps[0]) {
            states[$1][row, unit] > states[$0][row, unit] ? $1 : $0
          }
          gradients[largest][row, unit] = arriving
        }
      }
    }
    return gradients
    // PLACEHOLDER return notWritten("14.2", states.map { $0.filledWithNaN })
    // END
  }
}

/// The sentence that says why states and masks do not belong together; nil where they do.
func readoutProblem(states: Int, masks: Int) -> String? {
  if states == 0 { return "no states: there is nothing to read out" }
  return states == masks ? nil : "\(states) states with \(masks) masks: each step needs one"
}
