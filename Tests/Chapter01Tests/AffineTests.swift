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
    expect(
      affine(x, weights: weights, bias: bias), "affine", equals: [[-0.75, 4], [2.75, 0.5]],
      mistakes: [
        "This is the product alone; the bias is missing.": [[-1, 4.5], [2.5, 1]],
        "The bias is subtracted; it should be added.": [[-1.25, 5], [2.25, 1.5]],
        "Only the first row has the bias; every row should.": [[-0.75, 4], [2.5, 1]],
        "The bias went into x before the product; it belongs to the result.":
          Reference.affine(x + 0.25, weights, [[0, 0]]),
      ])
  }

  func test_1_2_orderOfTheProductIsInputTimesWeights() {
    // All matrices are square here, so a product the wrong way round has the right shape.
    let (x, weights): (Matrix, Matrix) = ([[1, 2], [3, 4]], [[0, 1], [2, 5]])
    expect(
      affine(x, weights: weights, bias: [[10, 20]]), "affine", equals: [[14, 31], [18, 43]],
      mistakes: [
        "These are the weights times x; in this book x stands on the left, x W.":
          [[13, 24], [27, 44]],
        "The weights are transposed; the product takes them as they are.":
          [[12, 32], [14, 46]],
        "This multiplies element by element; on matrices that is .*, and the product is *.":
          [[10, 22], [16, 40]],
        "This is the product alone; the bias is missing.": [[4, 11], [8, 23]],
      ])
  }

  func test_1_2_aOneHotRowPicksARowOfTheWeights() {
    expect(
      affine([[0, 0, 1], [1, 0, 0]], weights: weights, bias: [[0, 0]]), "affine of one-hot rows",
      equals: [[0.5, 1], [1, 0.5]])
  }

  func test_1_2_biasAloneRemainsOfARowOfZeros() {
    expect(
      affine(Matrix(rows: 3, columns: 2), weights: [[1, 2], [3, 4]], bias: [[5, 6]]),
      "affine of zeros", equals: [[5, 6], [5, 6], [5, 6]],
      mistakes: [
        "This is the product alone; the bias is missing.": Matrix(rows: 3, columns: 2),
        "Only the first row has the bias; every row should.": [[5, 6], [0, 0], [0, 0]],
      ])
  }

  func test_1_2_matchesPlainLoopsOnRandomShapes() {
    trials(20) { generator in
      let (batch, inputs) = (1 + generator.integer(below: 6), 1 + generator.integer(below: 6))
      let outputs = 1 + generator.integer(below: 6)
      let x = Matrix.normal(rows: batch, columns: inputs, using: &generator)
      let weights = Matrix.normal(rows: inputs, columns: outputs, using: &generator)
      let bias = Matrix.normal(rows: 1, columns: outputs, using: &generator)
      let zero = Matrix(rows: 1, columns: outputs)
      expect(
        affine(x, weights: weights, bias: bias), "affine of \(x.shape) and \(weights.shape)",
        equals: Reference.affine(x, weights, bias),
        mistakes: [
          "This is the product alone; the bias is missing.": Reference.affine(x, weights, zero)
        ])
    }
  }
}
