import Foundation
import LinearAlgebra
import VanillaRNN
import VanishingGradients
import XCTest

@testable import Authoring

/// Chapter 03 works with single numbers and small matrices; these tests hold the page to them.
/// Those of its experiment stand in `DecayExperimentTests`.
final class Chapter03PageTests: XCTestCase {
  /// h(1), h(2), … of the unit tanh(x + u h), and what each state's slope is.
  private func run(
    _ u: Double, from start: Double, _ inputs: [Double]
  ) -> [(state: Double, slope: Double)] {
    var hidden = start
    return inputs.map { input in
      hidden = tanh(input + u * hidden)
      return (hidden, u * (1 - hidden * hidden))
    }
  }

  private func expect(_ value: Double, _ page: Double, line: UInt = #line) {
    // Two and more digits of the page, rounded.
    XCTAssertEqual(value / page, 1, accuracy: 0.02, line: line)
  }

  func testFourStepsAreThoseOfThePage() {
    // REGION four-steps
    let steps = run(0.8, from: 0, [0.50, -1.00, 0.25, 1.00])
    let states = [0.4621, -0.5583, -0.1941, 0.6883]
    let tanhSlopes = [0.7864, 0.6883, 0.9623, 0.5263]
    let slopes = [0.6292, 0.5507, 0.7699, 0.4210]
    let product = 0.1123
    // END REGION four-steps
    for (index, step) in steps.enumerated() {
      XCTAssertEqual(step.state, states[index], accuracy: 5e-5)
      XCTAssertEqual(step.slope / 0.8, tanhSlopes[index], accuracy: 5e-5)
      XCTAssertEqual(step.slope, slopes[index], accuracy: 5e-5)
    }
    XCTAssertEqual(steps.reduce(1) { $0 * $1.slope }, product, accuracy: 5e-5)
  }

  func testFiftyStepsAreThoseOfThePage() {
    // REGION fifty-steps
    let page: [(start: Double, end: Double, gradient: Double)] = [
      (0, 0, 6.4e8), (0.000001, 0.8586, 0.26), (0.0001, 0.8586, 6.6e-8),
      (0.01, 0.8586, 1.7e-14),
    ]
    // END REGION fifty-steps
    for row in page {
      let steps = run(1.5, from: row.start, [Double](repeating: 0, count: 50))
      XCTAssertEqual(steps[49].state, row.end, accuracy: 5e-5)
      expect(steps.reduce(1) { $0 * $1.slope }, row.gradient)
    }
  }

  func testAUnitRestsWhereThePageSays() {
    // REGION rest
    let (weight, rest, slopeAtRest) = (1.1, 0.503, 0.822)
    let (heavyWeight, heavyRest, heavySlope) = (1.5, 0.8586, 0.394)
    let (passing, next, held) = (0.577, [0.699, 0.781, 0.825], -0.21)
    // END REGION rest
    let calm = [Double](repeating: 0, count: 500)
    XCTAssertEqual(run(weight, from: 0.1, calm)[499].state, rest, accuracy: 5e-4)
    XCTAssertEqual(run(weight, from: 0.1, calm)[499].slope, slopeAtRest, accuracy: 5e-4)
    XCTAssertEqual(run(heavyWeight, from: 0.1, calm)[499].state, heavyRest, accuracy: 5e-5)
    XCTAssertEqual(run(heavyWeight, from: 0.1, calm)[499].slope, heavySlope, accuracy: 5e-4)
    let start = (1.0 / 3).squareRoot()
    XCTAssertEqual(start, passing, accuracy: 5e-4)
    for (step, state) in zip(run(heavyWeight, from: start, calm), next) {
      XCTAssertEqual(step.state, state, accuracy: 5e-4)
    }
    // A constant input holds the unit there, as long as nothing pushes it down.
    let input = atanh(start) - heavyWeight * start
    XCTAssertEqual(input, held, accuracy: 0.005)
    let constant = [Double](repeating: input, count: 500)
    XCTAssertEqual(run(heavyWeight, from: start + 0.01, constant)[499].state, start, accuracy: 0.01)
    XCTAssertLessThan(run(heavyWeight, from: start - 0.01, constant)[499].state, -0.5)
  }

  func testASmallMatrixStretchesAsThePageSays() {
    let a: Matrix = [[0.5, 1], [0, 0.25]]
    // REGION stretches
    let byAngle = [1.118, 1.081, 0.759, 0.250, 0.378, 0.858]
    let (largest, direction) = (1.1404, [0.980, 0.198])
    let powers = [1, 2, 5, 10]
    let bounds = [1.140, 1.300, 1.929, 3.720]
    let stretches = [1.140, 0.793, 0.125, 0.0040]
    let predictions = [0.500, 0.250, 0.031, 0.0010]
    let lateRate = 0.503
    // END REGION stretches
    for (index, length) in byAngle.enumerated() {
      let angle = Double(index) * .pi / 6
      let row: Matrix = [[cos(angle), sin(angle)]]
      XCTAssertEqual((row * a).norm, length, accuracy: 5e-4)
    }
    let start: Matrix = [[0.6, 0.8]]
    XCTAssertEqual(largestSingularValue(of: a, from: start, steps: 100), largest, accuracy: 5e-5)
    XCTAssertEqual(
      (Matrix(rows: 1, columns: 2, values: direction) * a).norm, largest, accuracy: 1e-3)
    var measured: [Double] = []
    for (index, k) in powers.enumerated() {
      let power = (0..<k).reduce(Matrix.identity(2)) { product, _ in product * a }
      XCTAssertEqual(pow(largest, Double(k)), bounds[index], accuracy: 1e-3 * bounds[index])
      let stretch = largestSingularValue(of: power, from: start, steps: 100)
      XCTAssertEqual(stretch, stretches[index], accuracy: 0.01 * stretches[index])
      measured.append(stretch)
      XCTAssertEqual(pow(0.5, Double(k)), predictions[index], accuracy: 0.03 * predictions[index])
    }
    XCTAssertEqual(pow(measured[3] / measured[2], 0.2), lateRate, accuracy: 5e-4)
  }

  /// Rows of length 1, each at a right angle to the others, that span what a high power of the
  /// matrix leads to: one where a single real eigenvalue leads, two where a pair of complex ones
  /// does.
  private func leadingRows(_ matrix: Matrix) -> [Matrix] {
    var power = matrix
    for _ in 0..<40 {
      power = power / power.norm
      power = power * power
    }
    let rows = (0..<power.rows).map { power.row($0) }.sorted { $0.norm > $1.norm }
    return independent(rows, above: 1e-6 * rows[0].norm)
  }

  /// The parts of rows that the rows before them leave over, rescaled to length 1.
  private func independent(_ rows: [Matrix], above least: Double) -> [Matrix] {
    rows.reduce(into: []) { found, row in
      var rest = row
      // Twice, since the first time leaves rounding over.
      for known in found + found { rest -= known * known.dot(row: rest) }
      if rest.norm > least { found.append(rest / rest.norm) }
    }
  }

  /// The size of the next eigenvalue, after the one or two that lead, as a share of theirs.
  private func nextEigenvalue(_ matrix: Matrix) -> Double {
    let lead = leadingRows(matrix)
    let all = independent(
      lead + (0..<matrix.rows).map { Matrix.identity(matrix.rows).row($0) }, above: 1e-6)
    // In this basis the leading rows are a block of their own, and the others the rest.
    let others = Matrix.stacked(Array(all.dropFirst(lead.count)))
    let rest = (others * matrix).timesTransposed(others)
    return gelfandRadius(of: rest) / gelfandRadius(of: matrix)
  }

  func testTheNextEigenvaluesAreThoseOfThePage() {
    // REGION second
    let next: [UInt64: Double] = [3: 0.89, 2: 0.99]
    // END REGION second
    for (seed, share) in next {
      var generator = SeededGenerator(seed: seed)
      let matrix = Matrix.normal(rows: 32, columns: 32, using: &generator)
      XCTAssertEqual(nextEigenvalue(matrix), share, accuracy: 5e-3, "seed \(seed)")
    }
  }

  func testTheRadiusPredictsTheTracesOfChapter2() {
    // REGION fresh-traces
    let (units, first, last) = (128, 0.8172, 2.66e-10)
    let (limit, prediction, radius) = (0.577, 2.3e-10, 0.599)
    let (rate, lateRate) = (0.579, 0.586)
    // END REGION fresh-traces
    let traces = Chapter02Values.traces(after: [0, 20, 40])
    XCTAssertEqual(traces[0], first, accuracy: 5e-5)
    XCTAssertEqual(traces[2] / last, 1, accuracy: 0.002)
    XCTAssertEqual(1 / 3.0.squareRoot(), limit, accuracy: 5e-4)
    XCTAssertEqual(first * pow(limit, 40) / prediction, 1, accuracy: 0.02)
    XCTAssertEqual(pow(traces[2] / traces[0], 1 / 40.0), rate, accuracy: 5e-4)
    XCTAssertEqual(pow(traces[2] / traces[1], 1 / 20.0), lateRate, accuracy: 5e-4)
    // The geometric mean of the radii of the same twenty networks.
    let logarithms = (1...20 as ClosedRange<UInt64>).map { seed in
      var generator = SeededGenerator(seed: seed)
      let cell = RNNCell(inputSize: 65, hiddenSize: units, using: &generator)
      return log(gelfandRadius(of: cell.recurrentWeights))
    }
    XCTAssertEqual(exp(logarithms.reduce(0, +) / 20), radius, accuracy: 5e-4)
  }

  func testPairsLeadAsOftenAsThePageSays() {
    // REGION pairs
    let (matrices, size, pairs) = (1_000, 32, 623)
    // END REGION pairs
    var generator = SeededGenerator(seed: 1)
    let found = (0..<matrices).count { _ in
      leadingRows(.normal(rows: size, columns: size, using: &generator)).count == 2
    }
    XCTAssertEqual(found, pairs)
  }
}

extension Matrix {
  /// The sum of the products of corresponding numbers of two rows.
  fileprivate func dot(row: Matrix) -> Double {
    zip(values, row.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
