import CourseTesting
import GradientChecking
import LanguageModel
import LinearAlgebra

// MARK: - A model to judge by

/// A model that is easy to follow with plain loops, in place of a reader's RNN or LSTM: what it
/// remembers of the past fades by half each step.
///
///     s(t) = s(t-1) / 2 + row x(t) of `table`        logits(t) = s(t) + `bias`
struct Toy: RecurrentModel {
  /// V × V.
  var table: Matrix
  /// 1 × V.
  var bias: Matrix

  var parameterNames: [String] { ["table", "bias"] }
  var parameters: [Matrix] {
    get { [table, bias] }
    set { (table, bias) = (newValue[0], newValue[1]) }
  }

  var vocabularySize: Int { table.rows }

  func initialState(rows: Int) -> Matrix { Matrix(rows: rows, columns: vocabularySize) }

  func predict(_ symbols: [Int], from state: Matrix) -> (logits: Matrix, state: Matrix) {
    let next = build(rows: symbols.count, columns: vocabularySize) {
      state[$0, $1] / 2 + table[symbols[$0], $1]
    }
    return (build(rows: next.rows, columns: next.columns) { next[$0, $1] + bias[0, $1] }, next)
  }

  func lossAndGradients(
    _ inputs: [Matrix], targets: [[Int]], from state: Matrix
  ) -> (loss: Double, gradients: [Matrix], finalState: Matrix) {
    fatalError("nothing learns in this chapter")
  }
}

// MARK: - Random toys and texts

extension SeededGenerator {
  /// A size from 1 to `largest`.
  mutating func size(_ largest: Int) -> Int { 1 + integer(below: largest) }

  mutating func toy(_ vocabularySize: Int, spread: Double = 1) -> Toy {
    Toy(
      table: .normal(
        rows: vocabularySize, columns: vocabularySize, standardDeviation: spread, using: &self),
      bias: .normal(rows: 1, columns: vocabularySize, standardDeviation: spread, using: &self))
  }

  mutating func symbols(_ count: Int, below bound: Int) -> [Int] {
    (0..<count).map { _ in integer(below: bound) }
  }

  mutating func logits(_ count: Int, spread: Double = 2) -> [Double] {
    (0..<count).map { _ in normal() * spread }
  }

  /// Probabilities that sum to 1, without two that are equal.
  mutating func probabilities(_ count: Int) -> [Double] {
    Reference.softmax(logits(count), temperature: 1)
  }

  /// A generator whose first uniform number is `u`, one of the multiples of 2⁻⁵³ in [0, 1).
  ///
  /// xoshiro256** makes its word from the second of its four alone, by steps that can be undone.
  init(firstUniform u: Double) {
    func inverse(_ odd: UInt64) -> UInt64 {
      var result = odd
      for _ in 0..<6 { result = result &* (2 &- odd &* result) }
      return result
    }
    let word = UInt64(u * 0x1p53) << 11
    let rotated = word &* inverse(9)
    self.init(state: (1, ((rotated >> 7) | (rotated << 57)) &* inverse(5), 2, 3))
  }
}

func build(rows: Int, columns: Int, _ number: (Int, Int) -> Double) -> Matrix {
  var values: [Double] = []
  for row in 0..<rows {
    for column in 0..<columns { values.append(number(row, column)) }
  }
  return Matrix(rows: rows, columns: columns, values: values)
}
