import LinearAlgebra

/// The adding problem: add the two marked numbers of a long sequence.
///
///     value    0.31  0.82  0.05  0.67  0.44  0.93
///     marker   0     1     0     0     1     0        target 0.82 + 0.44 = 1.26
///
/// The values are drawn evenly from [0, 1). One marker is drawn from the first half of the
/// sequence and one from the second, so that the marked numbers lie half a sequence apart on
/// average. Of an odd length, the second half is the longer one.
///
/// - Note: after Hochreiter and Schmidhuber (1997), "Long Short-Term Memory", experiment 4, with the
///   values of Le, Jaitly and Hinton (2015), "A Simple Way to Initialize Recurrent Networks of
///   Rectified Linear Units", and the halves of Arjovsky, Shah and Bengio (2016), "Unitary
///   Evolution Recurrent Neural Networks".
public struct AddingProblem: Equatable, Sendable {
  /// T, the number of steps of each sequence.
  public let length: Int

  /// The mean squared error of answering 1 to every sequence: 1/6.
  ///
  /// A sum of two independent numbers, each drawn evenly from [0, 1), has mean 1 and variance
  /// 1/12 + 1/12. No answer that ignores the numbers does better.
  public static let baseline = 1.0 / 6

  /// Creates the problem for sequences of one length.
  ///
  /// - Precondition: each half has a step to mark, so the length is at least 2.
  public init(length: Int) {
    stop(if: Self.lengthProblem(length))
    self.length = length
  }

  // REGION batch
  /// New sequences, `count` rows.
  public func batch(_ count: Int, using generator: inout SeededGenerator) -> AddingBatch {
    var inputs = Array(repeating: Matrix(rows: count, columns: 2), count: length)
    var targets = Matrix(rows: count, columns: 1)
    let half = length / 2
    for row in 0..<count {
      for step in 0..<length { inputs[step][row, 0] = generator.uniform() }
      let first = generator.integer(below: half)
      let second = half + generator.integer(below: length - half)
      for step in [first, second] {
        inputs[step][row, 1] = 1
        targets[row, 0] += inputs[step][row, 0]
      }
    }
    return AddingBatch(inputs: inputs, targets: targets)
  }
  // END REGION batch

  static func lengthProblem(_ length: Int) -> String? {
    length >= 2
      ? nil : "the adding problem needs a sequence of at least 2 steps to mark two, not \(length)"
  }
}

/// Sequences with a number to answer at the end of each.
public struct AddingBatch: Equatable, Sendable {
  /// x(1) to x(T), each batch × 2: the values, and the markers, which are 0 or 1.
  public var inputs: [Matrix]
  /// The sum of the two marked values, batch × 1, in [0, 2).
  public var targets: Matrix
}
