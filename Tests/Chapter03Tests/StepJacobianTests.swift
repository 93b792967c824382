import CourseTesting
import LinearAlgebra
import VanillaRNN
import VanishingGradients
import XCTest

final class StepJacobianTests: ExerciseTestCase {
  /// The cell of the chapter's worked example: U, and one input that does not matter here.
  let cell = RNNCell(
    inputWeights: [[1, 1]], recurrentWeights: [[0.5, -1], [2, 0.25]], bias: [[0, 0]])

  /// What well-known mistakes compute instead of the Jacobian.
  func mistakes(_ cell: RNNCell, _ hidden: Matrix) -> KeyValuePairs<Mistake, Matrix> {
    let weights = cell.recurrentWeights
    let size = hidden.columns
    func slope(_ unit: Int) -> Double { 1 - hidden[0, unit] * hidden[0, unit] }
    return [
      .transposed: Reference.matrix(size) { i, j in weights[i, j] * slope(j) },
      .weightsNotTransposed: Reference.matrix(size) { i, j in slope(i) * weights[i, j] },
      .slopesOnTheColumns: Reference.matrix(size) { i, j in weights[j, i] * slope(j) },
      .noSlopes: weights.transposed,
      .notSquared: Reference.matrix(size) { i, j in (1 - hidden[0, i]) * weights[j, i] },
      .squareAlone: Reference.matrix(size) { i, j in hidden[0, i] * hidden[0, i] * weights[j, i] },
      .tanhOnceMore: Reference.matrix(size) { i, j in
        let again = tanh(hidden[0, i])
        return (1 - again * again) * weights[j, i]
      },
    ]
  }

  func test_3_1_theWorkedExample() {
    // Chapter 03, "A table of slopes": h = (0.6, 0.8), so the slopes are 0.64 and 0.36.
    let hidden: Matrix = [[0.6, 0.8]]
    expect(
      stepJacobian(cell, hidden: hidden), "Jacobian", equals: [[0.32, 1.28], [-0.36, 0.09]],
      mistakes: mistakes(cell, hidden))
  }

  func test_3_1_oneUnitIsTheSlopeOfTheScalar() {
    // Chapter 03, "By hand": u = 1.5 and h = 0.8 give 1.5 · 0.36.
    let one = RNNCell(inputWeights: [[1]], recurrentWeights: [[1.5]], bias: [[0]])
    expect(
      stepJacobian(one, hidden: [[0.8]]), "Jacobian", equals: [[0.54]],
      mistakes: mistakes(one, [[0.8]]))
  }

  func test_3_1_atZeroAndWhereTheTanhIsFlat() {
    expect(
      stepJacobian(cell, hidden: [[0, 0]]), "Jacobian for h = 0, where every slope is 1",
      equals: [[0.5, 2], [-1, 0.25]])
    expect(
      stepJacobian(cell, hidden: [[1, -1]]), "Jacobian for h = ±1, where every slope is 0",
      equals: [[0, 0], [0, 0]])
  }

  func test_3_1_agreesWithCentralDifferences() {
    trials(20) { generator in
      let units = 1 + generator.integer(below: 6)
      let inputs = 1 + generator.integer(below: 3)
      let cell = RNNCell(
        inputWeights: .normal(rows: inputs, columns: units, using: &generator),
        recurrentWeights: .normal(rows: units, columns: units, using: &generator),
        bias: .normal(rows: 1, columns: units, using: &generator))
      let input = Reference.row(inputs, using: &generator)
      let old = Matrix.uniform(rows: 1, columns: units, in: -1...1, using: &generator)
      let new = Reference.step(cell, input, from: old)
      expect(
        stepJacobian(cell, hidden: new), "Jacobian",
        equals: Reference.measuredJacobian(cell, input, old), within: 1e-8,
        mistakes: mistakes(cell, new))
    }
  }
}
