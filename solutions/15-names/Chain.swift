import GradientChecking
import LinearAlgebra

/// Scores of tags after tags: a linear chain.
///
/// - Note: Lafferty, McCallum and Pereira (2001), "Conditional Random Fields".
public struct Chain: Equatable, Sendable {
  /// A, K × K: what tag `column` scores after tag `row`; −∞ where it may not follow.
  public var transitions: Matrix
  /// a, 1 × K: what each tag scores as the first; −∞ where it may not be the first.
  public var start: Matrix

  /// Creates a chain from its scores.
  ///
  /// - Precondition: the shapes are K × K and 1 × K.
  public init(transitions: Matrix, start: Matrix) {
    stop(if: Chain.shapeProblem(transitions, start))
    (self.transitions, self.start) = (transitions, start)
  }

  /// K, the number of tags.
  public var tagCount: Int { start.columns }

  static func shapeProblem(_ transitions: Matrix, _ start: Matrix) -> String? {
    start.rows == 1 && transitions.rows == start.columns && transitions.columns == start.columns
      ? nil
      : "transitions of \(transitions.shape) and a start of \(start.shape): for K tags they are "
        + "K×K and 1×K"
  }
}

extension Chain: Parameterised {
  public var parameterNames: [String] { ["A", "a"] }

  /// A, K × K, and a, 1 × K.
  public var parameters: [Matrix] {
    get { [transitions, start] }
    set { (transitions, start) = (newValue[0], newValue[1]) }
  }
}

extension Chain {
  // REGION score
  /// The score of a whole row of tags.
  ///
  /// - Parameters:
  ///   - tags: one for each word, each in `0..<tagCount`.
  ///   - emissions: z(1) to z(T), a row for each word: T × K, T at least 1.
  /// - Returns: the sum of all emissions and transitions on the way, and the start's.
  public func score(of tags: [Int], _ emissions: Matrix) -> Double {
    var sum = start[0, tags[0]] + emissions[0, tags[0]]
    for t in tags.indices.dropFirst() {
      sum += transitions[tags[t - 1], tags[t]] + emissions[t, tags[t]]
    }
    return sum
  }
  // END REGION score
}

// REGION log-of-sum
/// log(exp(a) + exp(b) + …), computed without leaving the logarithms: no number is so large or so
/// small that exp of it matters. −∞ stands for a term that is 0.
public func logOfSum(_ logarithms: [Double]) -> Double {
  let largest = logarithms.reduce(-.infinity) { max($0, $1) }
  if largest == -.infinity { return largest }
  return largest + log(logarithms.reduce(0) { $0 + exp($1 - largest) })
}
// END REGION log-of-sum

extension Chain {
  /// The sentence that says why a chain cannot read these emissions; nil where it can.
  func emissionsProblem(_ emissions: Matrix) -> String? {
    emissions.rows > 0 && emissions.columns == tagCount
      ? nil
      : "emissions of \(emissions.shape) for a chain of \(tagCount) tags: there must be a row for "
        + "each word, at least one, and a column for each tag"
  }
}
