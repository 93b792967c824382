import CourseTesting
import LinearAlgebra
import Sequences
import XCTest

final class AffineTests: ExerciseTestCase {
  /// The worked example of chapter 01.
  private let x: Matrix = [[1, 2, 0], [0, -1, 3]]
  private let weights: Matrix = [[1, 0.5], [-1, 2], [0.5, 1]]
  private let bias: Matrix = [[0.25, -0.5]]

  func test_1_2_affineMatchesThePage() {
    // The weights first would make 3×3 of the page's numbers. Then the sum with the bias would stop
    // the program, and be blamed. So the order is asked for first, where both orders have a sum.
    let (square, other): (Matrix, Matrix) = ([[1, 2], [3, 4]], [[0, 1], [2, 5]])
    expect(
      affine(square, weights: other, bias: [[0, 0]]) != Reference.affine(other, square, [[0, 0]]),
      orSay: "affine of \(square.shape) and \(other.shape): "
        + Mistake.weightsFirst.sentence.dropLast())
    expect(
      affine(x, weights: weights, bias: bias), "affine", equals: [[-0.75, 4], [2.75, 0.5]],
      mistakes: mistakes(x, weights, bias))
  }

  func test_1_2_orderOfTheProductIsInputTimesWeights() {
    // All matrices are square here, so a product the wrong way round has the right shape.
    let (x, weights): (Matrix, Matrix) = ([[1, 2], [3, 4]], [[0, 1], [2, 5]])
    expect(
      affine(x, weights: weights, bias: [[10, 20]]), "affine", equals: [[14, 31], [18, 43]],
      mistakes: mistakes(x, weights, [[10, 20]]))
  }

  func test_1_2_aOneHotRowPicksARowOfTheWeights() {
    expect(
      affine([[0, 0, 1], [1, 0, 0]], weights: weights, bias: [[0, 0]]), "affine of one-hot rows",
      equals: [[0.5, 1], [1, 0.5]])
  }

  func test_1_2_biasAloneRemainsOfARowOfZeros() {
    let zeros = Matrix(rows: 3, columns: 2)
    expect(
      affine(zeros, weights: [[1, 2], [3, 4]], bias: [[5, 6]]), "affine of zeros",
      equals: [[5, 6], [5, 6], [5, 6]],
      // No bias and a bias that x multiplies are one here.
      mistakes: [
        .biasSubtracted: [[-5, -6], [-5, -6], [-5, -6]],
        .biasOnFirstRow: [[5, 6], [0, 0], [0, 0]],
      ])
  }

  func test_1_2_matchesPlainLoopsOnRandomShapes() {
    trials(20) { generator in
      let (batch, inputs) = (1 + generator.integer(below: 6), 1 + generator.integer(below: 6))
      let outputs = 1 + generator.integer(below: 6)
      let x = Matrix.normal(rows: batch, columns: inputs, using: &generator)
      let weights = Matrix.normal(rows: inputs, columns: outputs, using: &generator)
      let bias = Matrix.normal(rows: 1, columns: outputs, using: &generator)
      expect(
        affine(x, weights: weights, bias: bias), "affine of \(x.shape) and \(weights.shape)",
        equals: Reference.affine(x, weights, bias), mistakes: mistakes(x, weights, bias))
    }
  }

  // MARK: Mistakes

  private func mistakes(
    _ x: Matrix, _ weights: Matrix, _ bias: Matrix
  ) -> KeyValuePairs<Mistake, Matrix> {
    let zero = Matrix(rows: 1, columns: weights.columns)
    let right = Reference.affine(x, weights, bias)
    let product = Reference.affine(x, weights, zero)
    let below = product.rows(1..<product.rows)
    let isSquare = x.shape == weights.shape && x.rows == x.columns
    // A mistake that these shapes do not allow changes nothing.
    return [
      .noBias: product,
      .biasSubtracted: product - bias,
      .biasInTheWeights: Reference.affine(x, weights + bias, zero),
      .biasOnFirstRow: Matrix.stacked([right.row(0), below]),
      .weightsFirst: isSquare ? Reference.affine(weights, x, bias) : right,
      .weightsTransposed: weights.rows == weights.columns
        ? Reference.affine(x, weights.transposed, bias) : right,
      .elementwise: x.shape == weights.shape ? x .* weights + bias : right,
    ]
  }
}
