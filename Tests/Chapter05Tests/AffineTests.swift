import CourseTesting
import LinearAlgebra
import XCTest

@testable import Backpropagation

/// Exercise 5.2: the gradients of the affine map.
final class AffineTests: ExerciseTestCase {

  // MARK: 5.2

  private func expectAffine(
    _ x: Matrix, _ weights: Matrix, _ dy: Matrix, line: UInt = #line
  ) {
    let measured = Measured.affine(
      x, weights, Matrix(rows: 1, columns: weights.columns), outputGradient: dy)
    func with(_ change: (inout AffineGradients) -> Void) -> AffineGradients {
      var copy = measured
      change(&copy)
      return copy
    }
    let count = Double(x.rows)
    let isSquare = weights.rows == weights.columns
    let yours = affineGradients(x, weights: weights, outputGradient: dy)
    expect(
      yours, "gradients", equals: measured, within: 1e-9,
      mistakes: [
        .weightsNotTransposed: with { $0.input = isSquare ? dy * weights : $0.input },
        .weightsGradientTransposed: with { $0.weights = $0.weights.transposed },
        .weightsAveraged: with { $0.weights = $0.weights / count },
        .biasAveragedAgain: with { $0.bias = $0.bias / count },
        .weightsAndBiasAveraged: with {
          $0.weights = $0.weights / count
          $0.bias = $0.bias / count
        },
        .allAveraged: with {
          $0.input = $0.input / count
          $0.weights = $0.weights / count
          $0.bias = $0.bias / count
        },
        .biasForEachExample: with { $0.bias = dy },
        .biasFirstRow: with { $0.bias = dy.row(0) },
        .biasLastRow: with { $0.bias = dy.row(dy.rows - 1) },
        .biasByRows: with { $0.bias = dy.rowSums.transposed },
        .weightsFirstRow: with { $0.weights = x.row(0).transposedTimes(dy.row(0)) },
        .weightsLastRow: with {
          $0.weights = x.row(x.rows - 1).transposedTimes(dy.row(dy.rows - 1))
        },
        .biasZero: with { $0.bias = $0.bias * 0 },
      ], line: line)
    let error = largestRelativeError(yours, measured)
    expect(error < 1e-7, orSay: "the largest relative error is \(error)", line: line)
  }

  func test_5_2_gradientsMatchTheWorkedExample() {
    // Worked by hand in chapter 05: two rows, two inputs and three outputs.
    let batch: Matrix = [[1, 2], [3, -1]]
    let wide: Matrix = [[1, 0, 2], [-1, 3, 1]]
    let arriving: Matrix = [[1, 0, -1], [0.5, 2, 0]]
    expectAffine(batch, wide, arriving)
    expect(
      affineGradients(batch, weights: wide, outputGradient: arriving), "gradients",
      equals: AffineGradients(
        input: [[-1, -2], [0.5, 5.5]], weights: [[2.5, 6, -1], [1.5, -2, -2]],
        bias: [[1.5, 2, -1]]))
    // And the output layer at step 1 of the network of one unit.
    let (x, weights): (Matrix, Matrix) = ([[0.8005]], [[1, -1]])
    let dy: Matrix = [[-0.0839, 0.0839]]
    expectAffine(x, weights, dy)
    let yours = affineGradients(x, weights: weights, outputGradient: dy)
    expect(
      yours, "gradients",
      equals: AffineGradients(
        input: [[-0.1678]], weights: [[-0.0672, 0.0672]], bias: [[-0.0839, 0.0839]]),
      within: 1e-4)
  }

  func test_5_2_gradientsMatchCentralDifferences() {
    trials(50) { generator in
      let (rows, inputs, outputs) = (generator.size(5), generator.size(9), generator.size(9))
      expectAffine(
        generator.normal(rows, inputs), generator.normal(inputs, outputs),
        generator.normal(rows, outputs))
    }
  }

  func test_5_2_gradientsOfASquareMap() {
    // As many inputs as outputs: shapes cannot give a transposed matrix away.
    trials(10) { generator in
      expectAffine(generator.normal(3, 4), generator.normal(4, 4), generator.normal(3, 4))
    }
  }

  func test_5_2_rowsOfABatchAddUp() {
    trials(10) { generator in
      let (x, weights) = (generator.normal(4, 3), generator.normal(3, 2))
      let dy = generator.normal(4, 2)
      expectAffine(x, weights, dy)
      let whole = affineGradients(x, weights: weights, outputGradient: dy)
      let rows = (0..<4).map {
        affineGradients(x.row($0), weights: weights, outputGradient: dy.row($0))
      }
      expect(
        whole,
        "gradients of a batch, against those of its rows one at a time,",
        equals: AffineGradients(
          input: .stacked(rows.map(\.input)),
          weights: rows[0].weights + rows[1].weights + rows[2].weights + rows[3].weights,
          bias: rows[0].bias + rows[1].bias + rows[2].bias + rows[3].bias))
    }
  }
}
