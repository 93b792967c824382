import ExerciseSupport
import LinearAlgebra

extension Chain {
  /// The logarithms of α(1) to α(T): for each word and tag, the sum of exp(score) over all rows of
  /// tags that end with this tag at this word.
  ///
  /// - Parameter emissions: z(1) to z(T), a row for each word: T × K, T at least 1.
  /// - Returns: T × K, every number a logarithm; −∞ where no row of tags leads.
  /// - Precondition: there is a word, and a column for each tag.
  public func forward(_ emissions: Matrix) -> Matrix {
    stop(if: emissionsProblem(emissions))
    // EXERCISE 15.7 (4 points): the sum over all rows of tags
    // Read chapters/15-names.md, "The sum over all rows of tags".
    // Check with: swift run course check 15.7
    return notWritten("15.7", emissions.filledWithNaN)
  }

  /// log Z: the logarithm of the sum of exp(score) over all rows of tags, from emissions T × K.
  public func logPartition(_ emissions: Matrix) -> Double {
    logOfSum(forward(emissions).row(emissions.rows - 1).values)
  }

  /// The logarithm of the probability of a row of tags, from emissions T × K.
  public func logProbability(of tags: [Int], _ emissions: Matrix) -> Double {
    score(of: tags, emissions) - logPartition(emissions)
  }
}
